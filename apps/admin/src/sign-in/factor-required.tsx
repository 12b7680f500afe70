import { Button, Center, Group, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { rereadSession, useMe, useSignOut, useSwitchOrganisation } from '../api/session.js';
import { secondFactor } from '../i18n/catalogue/second-factor.js';
import { useAreaText } from '../i18n/language.js';
import { FactorPanel } from '../security/factor-panel.js';
import { useNotice } from '../ui/notice.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { useTitle } from '../ui/use-title.js';

/**
 * Shown instead of every page to somebody who has to set up a second factor first.
 * @param onBusy called when a dialog opens and when it closes: until then it must stay, also when the factor is there,
 *   because the dialog shows recovery codes
 */
export default function FactorRequired({ onBusy }: { onBusy: (busy: boolean) => void }) {
  const t = useAreaText(secondFactor);
  const { organisation, organisations = [] } = useMe();
  const client = useQueryClient();
  const signOut = useSignOut();
  const switchTo = useSwitchOrganisation();
  const { notify, element } = useNotice();
  useTitle(t('factor.required'));
  useEffect(() => () => onBusy(false), [onBusy]);
  const busy = (isBusy: boolean) => {
    onBusy(isBusy);
    if (!isBusy) rereadSession(client);
  };
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={680} gap="lg">
        <Title order={1}>{t('factor.required')}</Title>
        <Text>{t('factor.requiredHelp', { organisation: organisation.name })}</Text>
        <FactorPanel notify={notify} onBusy={busy} />
        <Group gap="sm">
          {organisations
            .filter(({ id }) => id !== organisation.id)
            .map(({ id, name }) => (
              <Button key={id} variant="default" loading={switchTo.isPending} onClick={() => switchTo.mutate(id)}>
                {t('factor.otherOrganisation', { name })}
              </Button>
            ))}
          <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
            {t('signIn.out')}
          </Button>
        </Group>
        <ProblemAlert error={signOut.error ?? switchTo.error} />
        {element}
      </Stack>
    </Center>
  );
}
