import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { NewApiKey, Role } from '#contracts';
import { fieldErrors } from '../api/field-errors.js';
import { useCreateKey } from '../api/team.js';
import { team } from '../i18n/catalogue/team.js';
import { useAreaText } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import { DialogForm } from '../ui/dialog-form.js';
import { ShownOnce } from '../ui/shown-once.js';
import { RoleSelect } from './role-select.js';

/** Creates a key, then shows its secret once. */
export function CreateKey({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useAreaText(team);
  const [made, setMade] = useState<NewApiKey | null>(null);
  const close = () => {
    setMade(null);
    onClose();
  };
  return (
    <Dialog title={t('keys.create')} opened={opened} onClose={close} dismissible={made === null}>
      {made ? (
        <ShownOnce
          label={t('keys.secret', { name: made.name })}
          secret={made.key}
          help={t('keys.secretHelp')}
          onDone={close}
        />
      ) : (
        <KeyForm onMade={setMade} onClose={close} />
      )}
    </Dialog>
  );
}

function KeyForm({ onMade, onClose }: { onMade: (made: NewApiKey) => void; onClose: () => void }) {
  const t = useAreaText(team);
  const create = useCreateKey();
  const [role, setRole] = useState<Role>('editor');
  const { fields, rest } = fieldErrors(create.error, ['name']);
  return (
    <DialogForm
      submit={t('keys.do')}
      busy={create.isPending}
      error={rest}
      onCancel={onClose}
      onSubmit={(read) => create.mutate({ name: read('name'), role }, { onSuccess: onMade })}
    >
      <TextInput
        name="name"
        label={t('keys.name')}
        description={t('keys.nameHelp')}
        maxLength={100}
        required
        withAsterisk={false}
        error={fields.name}
        data-autofocus
      />
      <RoleSelect label={t('keys.role')} description={t('team.membersHelp')} value={role} onChange={setRole} />
    </DialogForm>
  );
}
