import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { ChangedBy, Contact } from '#contracts';
import { useAuthorName } from '../../api/authors.js';
import { useImportName } from '../../api/imports.js';
import { useLanguage } from '../../i18n/language.js';

const TEXTS = {
  change: { row: 'contact.changedByRow', person: 'contact.changedBy' },
  creation: { row: 'history.addedByRow', person: 'history.addedBy' },
  mark: { row: 'optOut.markedByRow', person: 'optOut.markedBy' },
} as const;

interface AuthorProps {
  contact: Pick<Contact, 'changedBy' | 'updatedAt'>;
  of?: keyof typeof TEXTS;
}

/** "Changed … by row 12 of people.csv", with the import linked, or by which person or key. */
export function Author({ contact: { changedBy, updatedAt }, of = 'change' }: AuthorProps) {
  const { t, format } = useLanguage();
  const when = format.dateTime(updatedAt);
  if (changedBy.kind === 'import') {
    return (
      <>
        {t(TEXTS[of].row, { when, row: changedBy.row })} <ImportLink id={changedBy.id} />
      </>
    );
  }
  return <AuthorName changedBy={changedBy} when={when} of={of} />;
}

interface AuthorNameProps {
  changedBy: Exclude<ChangedBy, { kind: 'import' }>;
  when: string;
  of: keyof typeof TEXTS;
}

function AuthorName({ changedBy, when, of }: AuthorNameProps) {
  const { t } = useLanguage();
  const who = useAuthorName(changedBy);
  return t(TEXTS[of].person, { when, who });
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
