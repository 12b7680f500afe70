import { TextInput } from '@mantine/core';
import type { Organisation } from '#contracts';
import { fieldErrors } from '../api/field-errors.js';
import { useChangeOrganisation } from '../api/organisations.js';
import { organisations } from '../i18n/catalogue/organisations.js';
import { useAreaText } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { DialogForm } from '../ui/dialog-form.js';
import type { Notice } from '../ui/notice.js';

interface RenameOrganisationProps {
  organisation: Organisation;
  opened: boolean;
  onClose: () => void;
  notify: (notice: Notice) => void;
}

/** Gives an organisation another name. */
export function RenameOrganisation({ opened, onClose, ...props }: RenameOrganisationProps) {
  const t = useAreaText(organisations);
  return (
    <Dialog title={t('organisations.renameOne', { name: props.organisation.name })} opened={opened} onClose={onClose}>
      <RenameForm onClose={onClose} {...props} />
    </Dialog>
  );
}

function RenameForm({ organisation, onClose, notify }: Omit<RenameOrganisationProps, 'opened'>) {
  const t = useAreaText(organisations);
  const change = useChangeOrganisation();
  const { fields, rest } = fieldErrors(change.error, ['name']);
  const onSuccess = ({ name }: Organisation) => {
    notify({ text: t('organisations.renamed', { name }) });
    onClose();
  };
  return (
    <DialogForm
      submit={t('control.save')}
      busy={change.isPending}
      error={rest}
      onCancel={onClose}
      onSubmit={(read) => change.mutate({ id: organisation.id, name: read('name') }, { onSuccess })}
    >
      <TextInput
        name="name"
        label={t('organisations.name')}
        defaultValue={organisation.name}
        maxLength={100}
        required
        withAsterisk={false}
        error={fields.name}
        data-autofocus
      />
    </DialogForm>
  );
}
