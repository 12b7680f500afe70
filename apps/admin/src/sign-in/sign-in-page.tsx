import { Alert, Button, Center, Loader, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { FormEvent } from 'react';
import { ApiError } from '../api/client.js';
import { useSignIn } from '../api/session.js';
import { useText } from '../i18n/language.js';
import { Logo } from '../shell/logo.js';
import { formFields } from '../ui/form-fields.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { useTitle } from '../ui/use-title.js';
import { ForgottenPassword } from './forgotten-password.js';
import { ProviderFailure, ProviderSignIn } from './provider-sign-in.js';

const SecondStep = lazy(() => import('./second-step.js'));
const PasskeySignIn = lazy(() => import('./passkey-sign-in.js'));

/** The sign-in, shown instead of the requested page. */
export function SignInPage({ ended }: { ended: boolean }) {
  const t = useText();
  const signIn = useSignIn();
  useTitle(t('signIn.title'));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const read = formFields(event.currentTarget);
    signIn.mutate({ email: read('email').trim(), password: read('password') });
  };
  const code = signIn.error instanceof ApiError ? signIn.error.code : null;
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={380} gap="lg">
        <Stack align="center" gap="xs">
          <Logo size={44} />
          <Title order={1}>{t('app.name')}</Title>
          <Text c="dimmed" ta="center" size="sm">
            {t('app.tagline')}
          </Text>
        </Stack>
        {ended && <Alert role="status">{t('signIn.ended')}</Alert>}
        <ProviderFailure />
        <Paper withBorder p="lg" radius="lg" bg="var(--panel-ground)">
          {code === 'second_factor_needed' ? (
            <Suspense fallback={<Loader aria-label={t('app.loading')} />}>
              <SecondStep onBack={signIn.reset} />
            </Suspense>
          ) : (
            <>
              <form onSubmit={submit} aria-label={t('signIn.title')}>
                <Stack>
                  <TextInput
                    name="email"
                    type="email"
                    autoComplete="username"
                    label={t('signIn.email')}
                    required
                    withAsterisk={false}
                    autoFocus
                  />
                  <PasswordInput
                    name="password"
                    autoComplete="current-password"
                    label={t('signIn.password')}
                    required
                    withAsterisk={false}
                  />
                  {code === 'wrong_credentials' ? (
                    <Alert color="red" role="alert">
                      {t('signIn.wrong')}
                    </Alert>
                  ) : (
                    <ProblemAlert error={signIn.error} />
                  )}
                  <Button type="submit" fullWidth loading={signIn.isPending}>
                    {t('signIn.submit')}
                  </Button>
                </Stack>
              </form>
              <ForgottenPassword />
              <Suspense fallback={null}>
                <PasskeySignIn />
              </Suspense>
              <ProviderSignIn />
            </>
          )}
        </Paper>
      </Stack>
    </Center>
  );
}
