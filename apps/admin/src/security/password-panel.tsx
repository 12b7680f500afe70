import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import type { FormEvent } from 'react';
import { fieldErrors } from '../api/field-errors.js';
import { useChangePassword } from '../api/own-access.js';
import { useMe } from '../api/session.js';
import { whenDone } from '../api/when-done.js';
import { security } from '../i18n/catalogue/security.js';
import { useAreaText } from '../i18n/language.js';
import { formFields } from '../ui/form-fields.js';
import type { Notice } from '../ui/notice.js';
import { Panel } from '../ui/panel.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { useNewPassword } from '../ui/use-new-password.js';

interface PasswordPanelProps {
  notify: (notice: Notice) => void;
}

/** Changes the own password. Somebody who signs in with OpenID Connect is told that there is none. */
export function PasswordPanel({ notify }: PasswordPanelProps) {
  const t = useAreaText(security);
  const { hasPassword } = useMe();
  return (
    <Panel heading={t('security.password')}>
      {hasPassword === false ? (
        <Text size="sm">{t('security.noPassword')}</Text>
      ) : (
        <PasswordForm onChanged={() => notify({ text: t('security.changed') })} />
      )}
    </Panel>
  );
}

function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const t = useAreaText(security);
  const change = useChangePassword();
  const { password, check, clear, field } = useNewPassword();
  const { fields, rest } = fieldErrors(change.error, ['current', 'password']);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!check()) return;
    const form = event.currentTarget;
    whenDone(change.mutateAsync({ current: formFields(form)('current'), password }), () => {
      form.reset();
      clear();
      onChanged();
    });
  };
  return (
    <form onSubmit={submit} aria-label={t('security.change')}>
      <Stack maw={420}>
        <PasswordInput
          name="current"
          autoComplete="current-password"
          label={t('security.current')}
          maxLength={1024}
          required
          withAsterisk={false}
          error={fields.current}
        />
        {field('password.new', fields.password)}
        <Text size="sm" c="dimmed">
          {t('security.changeHelp')}
        </Text>
        <ProblemAlert error={rest} />
        <Button type="submit" loading={change.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('security.change')}
        </Button>
      </Stack>
    </form>
  );
}
