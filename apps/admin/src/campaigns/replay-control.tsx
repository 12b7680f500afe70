import { Button, Progress, Stack, Text } from '@mantine/core';
import type { Replay } from '#contracts';
import { useLastReplay, useOrderReplay } from '../api/campaigns.js';
import { isOpen } from '../api/orders.js';
import { campaigns } from '../i18n/catalogue/campaigns.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { ProblemAlert } from '../ui/problem-alert.js';

/** Starts a replay of an account to the campaigns service, for administrators. */
export function ReplayControl({ accountId }: { accountId: string }) {
  const t = useAreaText(campaigns);
  const format = useFormat();
  const last = useLastReplay(accountId, true).data ?? null;
  const order = useOrderReplay(accountId);
  if (last && isOpen(last)) return <ReplayProgress replay={last} />;
  return (
    <Stack gap={6} align="flex-start">
      <ProblemAlert error={order.error} />
      {last?.status === 'completed' && last.finishedAt && (
        <Text size="sm" role="status">
          {t('replay.completed', { time: format.dateTime(last.finishedAt) })}
        </Text>
      )}
      {last?.status === 'failed' && (
        <Text size="sm" role="status" c="var(--mantine-color-red-light-color)">
          {[t('replay.failed'), last.error?.message].filter(Boolean).join(': ')}
        </Text>
      )}
      <Button variant="default" size="compact-sm" loading={order.isPending} onClick={() => order.mutate()}>
        {t('replay.order')}
      </Button>
      <Text size="xs" c="dimmed">
        {t('replay.help')}
      </Text>
    </Stack>
  );
}

function ReplayProgress({ replay }: { replay: Replay }) {
  const t = useAreaText(campaigns);
  const format = useFormat();
  const { status, processed, expected } = replay;
  const known = expected !== null && expected > 0;
  return (
    <Stack gap={6} role="status">
      <Text size="sm">{t(status === 'queued' ? 'replay.queued' : 'replay.running')}</Text>
      <Progress.Root size="sm">
        <Progress.Section
          value={known ? Math.min(100, (processed / expected) * 100) : 100}
          animated
          aria-label={t('replay.running')}
        />
      </Progress.Root>
      <Text size="xs" c="dimmed" className="tabular">
        {known
          ? t('replay.progress', { processed: format.number(processed), expected: format.number(expected) })
          : t('replay.processed', { count: processed })}
      </Text>
    </Stack>
  );
}
