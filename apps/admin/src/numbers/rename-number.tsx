import { TextInput } from '@mantine/core';
import type { Account } from '#contracts';
import { fieldErrors } from '../api/field-errors.js';
import { useChangeAccount } from '../api/numbers.js';
import { numbers } from '../i18n/catalogue/numbers.js';
import { useAreaText } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { DialogForm } from '../ui/dialog-form.js';
import type { Notice } from '../ui/notice.js';

interface RenameNumberProps {
  account: Account;
  opened: boolean;
  onClose: () => void;
  notify: (notice: Notice) => void;
}

/** Gives a number a name for colleagues. */
export function RenameNumber({ opened, onClose, ...props }: RenameNumberProps) {
  const t = useAreaText(numbers);
  return (
    <Dialog title={t('numbers.renameTitle')} opened={opened} onClose={onClose}>
      <RenameForm onClose={onClose} {...props} />
    </Dialog>
  );
}

function RenameForm({ account, onClose, notify }: Omit<RenameNumberProps, 'opened'>) {
  const t = useAreaText(numbers);
  const change = useChangeAccount();
  const { fields, rest } = fieldErrors(change.error, ['displayName']);
  const rename = (displayName: string, onDone: () => void) =>
    change.mutate({ id: account.id, displayName }, { onSuccess: onDone });
  return (
    <DialogForm
      submit={t('control.save')}
      busy={change.isPending}
      error={rest}
      onCancel={onClose}
      onSubmit={(read) => {
        const name = read('displayName');
        rename(name, () => {
          notify({ text: t('numbers.renamed', { name }) });
          onClose();
        });
      }}
    >
      <TextInput
        name="displayName"
        label={t('numbers.name')}
        description={t('numbers.nameHelp')}
        defaultValue={account.displayName}
        maxLength={100}
        required
        withAsterisk={false}
        error={fields.displayName}
        data-autofocus
      />
    </DialogForm>
  );
}
