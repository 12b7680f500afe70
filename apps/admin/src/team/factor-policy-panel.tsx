import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useChangeFactorPolicy, useFactorPolicy } from '../api/factor-policy.js';
import { whenDone } from '../api/when-done.js';
import { team } from '../i18n/catalogue/team.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Confirm } from '../ui/confirm.js';
import type { Notice } from '../ui/notice.js';
import { Panel } from '../ui/panel.js';
import { ProblemAlert } from '../ui/problem-alert.js';

/** Whether the organisation requires a second factor, with how many members have none. */
export function FactorPolicyPanel({ notify }: { notify: (notice: Notice) => void }) {
  const t = useAreaText(team);
  const format = useFormat();
  const policy = useFactorPolicy();
  const change = useChangeFactorPolicy();
  const [asking, ask] = useDisclosure();
  const { requiredSince = null, members = 0, withoutFactor = 0 } = policy.data ?? {};
  const forecast = t('policy.without', { count: withoutFactor, members });
  const state = requiredSince === null ? t('policy.off') : t('policy.on', { date: format.date(requiredSince) });
  const stop = () => whenDone(change.mutateAsync(false), () => notify({ text: t('policy.nowOff') }));
  const begin = () =>
    whenDone(change.mutateAsync(true), () => {
      ask.close();
      notify({ text: t('policy.nowOn') });
    });
  const close = () => {
    change.reset();
    ask.close();
  };
  return (
    <Panel heading={t('policy.heading')}>
      <ProblemAlert error={policy.error} onRetry={() => void policy.refetch()} />
      {policy.data && (
        <>
          <Text size="sm">{`${state} ${forecast}`}</Text>
          {!asking && <ProblemAlert error={change.error} />}
          {requiredSince === null ? (
            <Button variant="default" style={{ alignSelf: 'flex-start' }} onClick={ask.open}>
              {t('policy.require')}
            </Button>
          ) : (
            <Button variant="default" style={{ alignSelf: 'flex-start' }} loading={change.isPending} onClick={stop}>
              {t('policy.stop')}
            </Button>
          )}
        </>
      )}
      <Confirm
        opened={asking}
        title={t('policy.requireAsk')}
        yes={t('policy.require')}
        busy={change.isPending}
        error={change.error}
        onClose={close}
        onYes={begin}
      >
        <Text size="sm">{forecast}</Text>
        <Text size="sm">{t('policy.requireWhat')}</Text>
      </Confirm>
    </Panel>
  );
}
