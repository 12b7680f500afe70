import { TextInput } from '@mantine/core';
import { fieldErrors } from '../api/field-errors.js';
import { whenDone } from '../api/when-done.js';
import { useText } from '../i18n/language.js';
import { Dialog } from './dialog.js';
import { DialogForm } from './dialog-form.js';

interface RenameDialogProps {
  title: string;
  opened: boolean;
  onClose: () => void;
  /** The name of now. */
  name: string;
  /** What the API calls the name. */
  field: string;
  label: string;
  help?: string;
  /** Gives it another name, which is the change whose error is shown. */
  rename: (name: string) => Promise<unknown>;
  change: { error: Error | null; isPending: boolean; reset: () => void };
  onRenamed: (name: string) => void;
}

/** A dialog that gives something another name. */
export function RenameDialog(props: RenameDialogProps) {
  const { title, opened, onClose, name, field, label, help, rename, change, onRenamed } = props;
  const t = useText();
  const { fields, rest } = fieldErrors(change.error, [field]);
  const close = () => {
    change.reset();
    onClose();
  };
  const send = (now: string) =>
    whenDone(rename(now), () => {
      close();
      onRenamed(now);
    });
  return (
    <Dialog title={title} opened={opened} onClose={close}>
      <DialogForm
        submit={t('control.save')}
        busy={change.isPending}
        error={rest}
        onCancel={close}
        onSubmit={(read) => send(read(field))}
      >
        <TextInput
          name={field}
          label={label}
          description={help}
          defaultValue={name}
          maxLength={100}
          required
          withAsterisk={false}
          error={fields[field]}
          data-autofocus
        />
      </DialogForm>
    </Dialog>
  );
}
