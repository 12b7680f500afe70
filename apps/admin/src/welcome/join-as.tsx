import { Button, Stack, Text, Title } from '@mantine/core';
import { useNavigate } from 'react-router';
import type { Me } from '#contracts';
import { ApiError } from '../api/client.js';
import { welcome } from '../i18n/catalogue/welcome.js';
import { useAreaText } from '../i18n/language.js';
import { Logo } from '../shell/logo.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { DeadEnd } from './dead-end.js';
import { useJoin } from './use-become.js';

/** Lets somebody who is signed in accept an invitation to one more organisation. */
export function JoinAs({ me, token, onAsNew }: { me: Me; token: string; onAsNew: () => void }) {
  const t = useAreaText(welcome);
  const navigate = useNavigate();
  const join = useJoin(token);
  if (join.error instanceof ApiError && join.error.code === 'link_not_valid')
    return <DeadEnd title={t('welcome.expired')} help={t('welcome.expiredInvitation')} />;
  return (
    <Stack w="100%" maw={420} gap="lg">
      <Stack align="center" gap="xs">
        <Logo size={44} />
        <Title order={1}>{t('welcome.title')}</Title>
        <Text c="dimmed" ta="center" size="sm">
          {t('welcome.invitedAgain')}
        </Text>
      </Stack>
      <ProblemAlert error={join.error} />
      {/* Replaced, so that the secret is not in the history. */}
      <Button
        loading={join.isPending}
        autoFocus
        onClick={() => join.mutate(undefined, { onSuccess: () => void navigate('/', { replace: true }) })}
      >
        {t('welcome.joinAs', { name: me.name })}
      </Button>
      <Button variant="subtle" onClick={onAsNew}>
        {t('welcome.asNew')}
      </Button>
    </Stack>
  );
}
