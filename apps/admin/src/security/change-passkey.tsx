import { Text } from '@mantine/core';
import type { Passkey, SecondFactor } from '#contracts';
import { useRemovePasskey, useRenamePasskey } from '../api/passkeys.js';
import { whenDone } from '../api/when-done.js';
import { passkeys } from '../i18n/catalogue/passkeys.js';
import { useAreaText } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { DialogForm } from '../ui/dialog-form.js';
import type { Notice } from '../ui/notice.js';
import { RenameDialog } from '../ui/rename-dialog.js';
import { useProof } from './use-proof.js';

interface RenamePasskeyProps {
  /** Null: it is closed. */
  passkey: Passkey | null;
  notify: (notice: Notice) => void;
  onClose: () => void;
}

/** Gives a passkey another name. */
export function RenamePasskey({ passkey, notify, onClose }: RenamePasskeyProps) {
  const t = useAreaText(passkeys);
  const change = useRenamePasskey();
  const { id, name } = passkey ?? { id: '', name: '' };
  return (
    <RenameDialog
      title={t('passkey.renameOne', { name })}
      opened={passkey !== null}
      onClose={onClose}
      name={name}
      field="name"
      label={t('passkey.name')}
      help={t('passkey.nameHelp')}
      rename={(now) => change.mutateAsync({ id, name: now })}
      change={change}
      onRenamed={(now) => notify({ text: t('passkey.renamed', { name: now }) })}
    />
  );
}

interface RemovePasskeyProps extends RenamePasskeyProps {
  factor: SecondFactor;
}

/** Removes a passkey. */
export function RemovePasskey({ passkey, ...rest }: RemovePasskeyProps) {
  const t = useAreaText(passkeys);
  const title = passkey ? t('passkey.removeOne', { name: passkey.name }) : '';
  return (
    <Dialog title={title} opened={passkey !== null} onClose={rest.onClose}>
      {passkey && <RemoveForm passkey={passkey} {...rest} />}
    </Dialog>
  );
}

function RemoveForm({ passkey, factor, notify, onClose }: RemovePasskeyProps & { passkey: Passkey }) {
  const t = useAreaText(passkeys);
  const remove = useRemovePasskey();
  const { prove, element, rest } = useProof(factor, remove.error);
  const { id, name } = passkey;
  const done = () => {
    onClose();
    notify({ text: t('passkey.removed', { name }) });
  };
  return (
    <DialogForm
      submit={t('passkey.remove')}
      busy={remove.isPending}
      error={rest}
      onCancel={onClose}
      onSubmit={() => whenDone(remove.mutateAsync({ id, prove }), done)}
    >
      <Text size="sm">{t('passkey.removeHelp')}</Text>
      {element}
    </DialogForm>
  );
}
