import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useSecondFactor } from '../api/second-factor.js';
import { secondFactor } from '../i18n/catalogue/second-factor.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import type { Notice } from '../ui/notice.js';
import { Panel } from '../ui/panel.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { FactorDialog, type FactorAction } from './factor-dialog.js';

/** The own second factor: an authenticator app and recovery codes. */
export function FactorPanel({ notify }: { notify: (notice: Notice) => void }) {
  const t = useAreaText(secondFactor);
  const format = useFormat();
  const factor = useSecondFactor();
  const [action, setAction] = useState<FactorAction | null>(null);
  const totp = factor.data?.totp ?? null;
  const button = (kind: FactorAction, label: string) => (
    <Button variant={totp ? 'default' : 'filled'} onClick={() => setAction(kind)}>
      {label}
    </Button>
  );
  return (
    <Panel heading={t('factor.heading')}>
      <ProblemAlert error={factor.error} onRetry={() => void factor.refetch()} />
      {factor.data && (
        <>
          <Text size="sm">
            {totp
              ? `${t('factor.on', { date: format.date(totp.confirmedAt) })} ${t('factor.codesLeft', { count: factor.data.recoveryCodes })}`
              : t('factor.off')}
          </Text>
          <Group gap="sm">
            {totp ? (
              <>
                {button('setUp', t('factor.setUpAgain'))}
                {button('newCodes', t('factor.newCodes'))}
                {button('turnOff', t('factor.turnOff'))}
              </>
            ) : (
              button('setUp', t('factor.setUp'))
            )}
          </Group>
        </>
      )}
      <FactorDialog action={action} isOn={totp !== null} notify={notify} onClose={() => setAction(null)} />
    </Panel>
  );
}
