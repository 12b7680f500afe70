import { Alert, Center, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { ApiError } from '../api/client.js';
import { useSession } from '../api/session.js';
import { welcome } from '../i18n/catalogue/welcome.js';
import { useAreaText } from '../i18n/language.js';
import { Logo } from '../shell/logo.js';
import { useTitle } from '../ui/use-title.js';
import { DeadEnd } from './dead-end.js';
import { readLink } from './one-time-link.js';
import type { OneTimeLink } from './one-time-link.js';
import { NewPassword } from './new-password.js';
import { useBecome } from './use-become.js';
import { WelcomeForm } from './welcome-form.js';

/** The page of one-time links: to become the first administrator, to accept an invitation, or to choose a new password. */
export default function WelcomePage() {
  const t = useAreaText(welcome);
  const { hash } = useLocation();
  const link = readLink(hash);
  useTitle(t('welcome.title'));
  return (
    <Center component="main" mih="100dvh" p="md" id="content" tabIndex={-1}>
      {link?.kind === 'password' ? (
        <NewPassword key={link.token} token={link.token} />
      ) : link ? (
        <Welcome key={link.token} link={link} />
      ) : (
        <DeadEnd title={t('welcome.noToken')} help={t('welcome.noTokenHelp')} />
      )}
    </Center>
  );
}

function Welcome({ link }: { link: OneTimeLink }) {
  const t = useAreaText(welcome);
  const navigate = useNavigate();
  const become = useBecome(link);
  // The state when the page was opened, because becoming a member changes it.
  const [me] = useState(useSession().data?.me ?? null);
  const isFirst = link.kind === 'first';
  if (become.error instanceof ApiError && become.error.code === 'link_not_valid') {
    return (
      <DeadEnd title={t('welcome.expired')} help={t(isFirst ? 'welcome.expiredFirst' : 'welcome.expiredInvitation')} />
    );
  }
  return (
    <Stack w="100%" maw={420} gap="lg">
      <Stack align="center" gap="xs">
        <Logo size={44} />
        <Title order={1}>{t('welcome.title')}</Title>
        <Text c="dimmed" ta="center" size="sm">
          {t(isFirst ? 'welcome.first' : 'welcome.invited')}
        </Text>
      </Stack>
      {me && <Alert>{t('welcome.signedIn', { name: me.name })}</Alert>}
      <Paper withBorder p="lg" radius="lg" bg="var(--panel-ground)">
        <WelcomeForm
          isFirst={isFirst}
          busy={become.isPending}
          error={become.error}
          onSubmit={(who) =>
            // Replaced, so that the secret is not in the history.
            become.mutate(who, { onSuccess: () => void navigate(isFirst ? '/numbers' : '/', { replace: true }) })
          }
        />
      </Paper>
    </Stack>
  );
}
