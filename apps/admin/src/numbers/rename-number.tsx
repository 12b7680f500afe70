import type { Account } from '#contracts';
import { useChangeAccount } from '../api/numbers.js';
import { numbers } from '../i18n/catalogue/numbers.js';
import { useAreaText } from '../i18n/language.js';
import type { Notice } from '../ui/notice.js';
import { RenameDialog } from '../ui/rename-dialog.js';

interface RenameNumberProps {
  account: Account;
  opened: boolean;
  onClose: () => void;
  notify: (notice: Notice) => void;
}

/** Gives a number a name for colleagues. */
export function RenameNumber({ account: { id, displayName }, opened, onClose, notify }: RenameNumberProps) {
  const t = useAreaText(numbers);
  const change = useChangeAccount();
  return (
    <RenameDialog
      title={t('numbers.renameTitle')}
      opened={opened}
      onClose={onClose}
      name={displayName}
      field="displayName"
      label={t('numbers.name')}
      help={t('numbers.nameHelp')}
      rename={(name) => change.mutateAsync({ id, displayName: name })}
      change={change}
      onRenamed={(name) => notify({ text: t('numbers.renamed', { name }) })}
    />
  );
}
