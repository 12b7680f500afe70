import { Alert, Button, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { Link } from 'react-router';
import type { PasswordReset } from '#contracts';
import { ApiError, request } from '../api/client.js';
import { fieldErrors } from '../api/field-errors.js';
import { replaceSession } from '../api/session.js';
import { welcome } from '../i18n/catalogue/welcome.js';
import { useAreaText } from '../i18n/language.js';
import { Logo } from '../shell/logo.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { useNewPassword } from '../ui/use-new-password.js';
import { DeadEnd } from './dead-end.js';

/** Sets a new password with a one-time link. It signs nobody in. */
export function NewPassword({ token }: { token: string }) {
  const t = useAreaText(welcome);
  const client = useQueryClient();
  const reset = useMutation({
    mutationFn: (body: PasswordReset) => request<void>('/session/reset', { method: 'POST', body }),
    // Also the session of this browser has ended, if it was theirs.
    onSuccess: () => replaceSession(client, { me: null, ended: false }),
  });
  if (reset.error instanceof ApiError && reset.error.code === 'link_not_valid')
    return <DeadEnd title={t('welcome.expired')} help={t('welcome.expiredPassword')} />;
  return (
    <Stack w="100%" maw={420} gap="lg">
      <Stack align="center" gap="xs">
        <Logo size={44} />
        <Title order={1}>{t('welcome.newPassword')}</Title>
      </Stack>
      {reset.isSuccess ? (
        <>
          <Alert role="status">{t('welcome.passwordSet')}</Alert>
          {/* Replaced, so that the secret is not in the history. */}
          <Button component={Link} to="/" replace autoFocus>
            {t('welcome.signIn')}
          </Button>
        </>
      ) : (
        <NewPasswordForm
          busy={reset.isPending}
          error={reset.error}
          onSubmit={(password) => reset.mutate({ token, password })}
        />
      )}
    </Stack>
  );
}

interface NewPasswordFormProps {
  busy: boolean;
  error: Error | null;
  onSubmit: (password: string) => void;
}

function NewPasswordForm({ busy, error, onSubmit }: NewPasswordFormProps) {
  const t = useAreaText(welcome);
  const { password, check, field } = useNewPassword();
  const { fields, rest } = fieldErrors(error, ['password']);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (check()) onSubmit(password);
  };
  return (
    <Paper withBorder p="lg" radius="lg" bg="var(--panel-ground)">
      <form onSubmit={submit} aria-label={t('welcome.newPassword')}>
        <Stack>
          <Text size="sm" c="dimmed">
            {t('welcome.newPasswordHelp')}
          </Text>
          {field('password.new', fields.password)}
          <ProblemAlert error={rest} />
          <Button type="submit" fullWidth loading={busy}>
            {t('welcome.setPassword')}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
