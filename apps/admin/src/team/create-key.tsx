import { Checkbox, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { KEY_SCOPES, rolesOfScope, type KeyScope, type NewApiKey, type Role } from '#contracts';
import { fieldErrors } from '../api/field-errors.js';
import { useCreateKey } from '../api/team.js';
import { team } from '../i18n/catalogue/team.js';
import { useAreaText } from '../i18n/language.js';
import { DialogForm } from '../ui/dialog-form.js';
import { OnceDialog } from '../ui/once-dialog.js';
import { AccountsField } from './access-fields.js';
import { RoleSelect } from './role-select.js';

/** Creates a key, then shows its secret once. */
export function CreateKey({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useAreaText(team);
  return (
    <OnceDialog<NewApiKey>
      title={t('keys.create')}
      opened={opened}
      onClose={onClose}
      form={(onMade, close) => <KeyForm onMade={onMade} onClose={close} />}
      shown={({ name, key }) => ({ label: t('keys.secret', { name }), secret: key, help: t('keys.secretHelp') })}
    />
  );
}

function KeyForm({ onMade, onClose }: { onMade: (made: NewApiKey) => void; onClose: () => void }) {
  const t = useAreaText(team);
  const create = useCreateKey();
  const [role, setRole] = useState<Role>('editor');
  const [chosen, setScopes] = useState<KeyScope[]>([]);
  const [accountIds, setAccountIds] = useState<string[] | null>(null);
  const [days, setDays] = useState('90');
  const possible = KEY_SCOPES.filter((scope) => rolesOfScope(scope).includes(role));
  const scopes = chosen.filter((scope) => possible.includes(scope));
  const { fields, rest } = fieldErrors(create.error, ['name', 'scopes']);
  const order = (name: string) => ({
    name,
    role,
    scopes,
    accountIds: role === 'admin' ? null : accountIds,
    expiresInDays: days === 'never' ? null : Number(days),
  });
  return (
    <DialogForm
      submit={t('keys.do')}
      busy={create.isPending}
      error={rest}
      onCancel={onClose}
      onSubmit={(read) => create.mutate(order(read('name')), { onSuccess: onMade })}
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
      <Checkbox.Group
        label={t('keys.scopes')}
        description={t('keys.scopesHelp')}
        value={scopes}
        onChange={(values) => setScopes(possible.filter((scope) => values.includes(scope)))}
        error={fields.scopes}
      >
        <Stack gap="xs" mt="xs">
          {possible.map((scope) => (
            <Checkbox key={scope} value={scope} label={t(`keys.scope.${scope}`)} />
          ))}
        </Stack>
      </Checkbox.Group>
      {role !== 'admin' && <AccountsField value={accountIds} onChange={setAccountIds} />}
      <Select
        label={t('keys.expires')}
        allowDeselect={false}
        data={['30', '90', '365', 'never'].map((value) => ({
          value,
          label: value === 'never' ? t('keys.never') : t('keys.days', { count: Number(value) }),
        }))}
        value={days}
        onChange={(value) => value && setDays(value)}
      />
    </DialogForm>
  );
}
