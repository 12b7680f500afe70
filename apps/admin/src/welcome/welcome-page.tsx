import { Alert, Button, Center, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { ApiError } from '../api/client.js';
import { useSession } from '../api/session.js';
import { welcome } from '../i18n/catalogue/welcome.js';
import { useAreaText } from '../i18n/language.js';
import { Logo } from '../shell/logo.js';
import { SignInPage } from '../sign-in/sign-in-page.js';
import { useTitle } from '../ui/use-title.js';
import { DeadEnd } from './dead-end.js';
import { JoinAs } from './join-as.js';
import { readLink } from './one-time-link.js';
import type { OneTimeLink } from './one-time-link.js';
import { NewPassword } from './new-password.js';
import { useBecome } from './use-become.js';
import { WelcomeForm } from './welcome-form.js';

/** The page of one-time links: to become the first administrator, to accept an invitation, or to choose a new password. */
export default function WelcomePage() {
  const { hash } = useLocation();
  const link = readLink(hash);
  const [isKnown, setKnown] = useState(false);
  const session = useSession();
  if (session.isPending) return null;
  // Whoever signs in now joins as that person.
  if (isKnown && !session.data?.me) return <SignInPage ended={false} />;
  return (
    <Center component="main" mih="100dvh" p="md" id="content" tabIndex={-1}>
      <LinkTarget key={link?.token} link={link} onKnown={() => setKnown(true)} />
    </Center>
  );
}

function LinkTarget({ link, onKnown }: { link: OneTimeLink | null; onKnown: () => void }) {
  const t = useAreaText(welcome);
  useTitle(t('welcome.title'));
  // The state when the page was opened, because becoming a member changes it.
  const [me] = useState(useSession().data?.me ?? null);
  const [asNew, setAsNew] = useState(false);
  if (!link) return <DeadEnd title={t('welcome.noToken')} help={t('welcome.noTokenHelp')} />;
  if (link.kind === 'password') return <NewPassword token={link.token} />;
  if (link.kind === 'invitation' && me && !asNew)
    return <JoinAs me={me} token={link.token} onAsNew={() => setAsNew(true)} />;
  return (
    <Welcome link={link}>
      {me ? (
        <Alert>{t('welcome.signedIn', { name: me.name })}</Alert>
      ) : (
        link.kind === 'invitation' && (
          <Button variant="subtle" onClick={onKnown}>
            {t('welcome.known')}
          </Button>
        )
      )}
    </Welcome>
  );
}

function Welcome({ link, children }: { link: OneTimeLink; children: ReactNode }) {
  const t = useAreaText(welcome);
  const navigate = useNavigate();
  const become = useBecome(link);
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
      {children}
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
