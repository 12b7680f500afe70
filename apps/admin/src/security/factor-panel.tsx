import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useSecondFactor } from '../api/second-factor.js';
import { secondFactor } from '../i18n/catalogue/second-factor.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import type { Notice } from '../ui/notice.js';
import { Panel } from '../ui/panel.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { FactorDialog, type FactorAction } from './factor-dialog.js';
import { PasskeyLines } from './passkey-lines.js';

interface FactorPanelProps {
  notify: (notice: Notice) => void;
  /** Called when a dialog opens and when it closes. */
  onBusy?: (busy: boolean) => void;
}

/** The own second factor: an authenticator app, recovery codes and passkeys. */
export function FactorPanel({ notify, onBusy }: FactorPanelProps) {
  const t = useAreaText(secondFactor);
  const format = useFormat();
  const factor = useSecondFactor();
  const [action, setAction] = useState<FactorAction | null>(null);
  const { totp = null, passkeys = [], recoveryCodes = 0 } = factor.data ?? {};
  const act = (next: FactorAction | null) => {
    setAction(next);
    onBusy?.(next !== null);
  };
  const button = (kind: FactorAction, label: string) => (
    <Button variant={totp ? 'default' : 'filled'} onClick={() => act(kind)}>
      {label}
    </Button>
  );
  const state = totp
    ? t('factor.on', { date: format.date(totp.confirmedAt) })
    : t(passkeys.length > 0 ? 'factor.onlyPasskeys' : 'factor.off');
  const hasFactor = totp !== null || passkeys.length > 0;
  return (
    <>
      <Panel heading={t('factor.heading')}>
        <ProblemAlert error={factor.error} onRetry={() => void factor.refetch()} />
        {factor.data && (
          <>
            <Text size="sm">{hasFactor ? `${state} ${t('factor.codesLeft', { count: recoveryCodes })}` : state}</Text>
            <Group gap="sm">
              {button('setUp', t(totp ? 'factor.setUpAgain' : 'factor.setUp'))}
              {hasFactor && button('newCodes', t('factor.newCodes'))}
              {totp && button('turnOff', t('factor.turnOff'))}
            </Group>
            <FactorDialog action={action} factor={factor.data} notify={notify} onClose={() => act(null)} />
          </>
        )}
      </Panel>
      {factor.data && <PasskeyLines factor={factor.data} notify={notify} onBusy={onBusy} />}
    </>
  );
}
