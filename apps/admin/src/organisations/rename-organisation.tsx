import type { Organisation } from '#contracts';
import { useChangeOrganisation } from '../api/organisations.js';
import { organisations } from '../i18n/catalogue/organisations.js';
import { useAreaText } from '../i18n/language.js';
import type { Notice } from '../ui/notice.js';
import { RenameDialog } from '../ui/rename-dialog.js';

interface RenameOrganisationProps {
  organisation: Organisation;
  opened: boolean;
  onClose: () => void;
  notify: (notice: Notice) => void;
}

/** Gives an organisation another name. */
export function RenameOrganisation({ organisation: { id, name }, opened, onClose, notify }: RenameOrganisationProps) {
  const t = useAreaText(organisations);
  const change = useChangeOrganisation();
  return (
    <RenameDialog
      title={t('organisations.renameOne', { name })}
      opened={opened}
      onClose={onClose}
      name={name}
      field="name"
      label={t('organisations.name')}
      rename={(now) => change.mutateAsync({ id, name: now })}
      change={change}
      onRenamed={(now) => notify({ text: t('organisations.renamed', { name: now }) })}
    />
  );
}
