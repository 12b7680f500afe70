import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { ChangedBy, Contact } from '#contracts';
import { useAuthorName } from '../../api/authors.js';
import { useImportName } from '../../api/imports.js';
import { useLanguage } from '../../i18n/language.js';

/** "Changed … by row 12 of people.csv", with the import linked, or by which person or key. */
export function Author({ contact: { changedBy, updatedAt } }: { contact: Contact }) {
  const { t, format } = useLanguage();
  const when = format.dateTime(updatedAt);
  if (changedBy.kind === 'import') {
    return (
      <>
        {t('contact.changedByRow', { when, row: changedBy.row })} <ImportLink id={changedBy.id} />
      </>
    );
  }
  return <AuthorName changedBy={changedBy} when={when} />;
}

function AuthorName({ changedBy, when }: { changedBy: Exclude<ChangedBy, { kind: 'import' }>; when: string }) {
  const { t } = useLanguage();
  const who = useAuthorName(changedBy);
  return t('contact.changedBy', { when, who });
}

function ImportLink({ id }: { id: string }) {
  const { t } = useLanguage();
  const name = useImportName(id);
  return (
    <Anchor component={Link} to={`/imports/${id}`} underline="always" style={{ overflowWrap: 'anywhere' }}>
      {name ?? t('contact.anImport')}
    </Anchor>
  );
}
