import { Anchor, Divider, Group, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Campaign, Reach } from '#contracts';
import { useMe } from '../api/session.js';
import { campaigns } from '../i18n/catalogue/campaigns.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Panel } from '../ui/panel.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import classes from './campaigns.module.css';
import { ReplayControl } from './replay-control.js';

interface ReachPanelProps {
  accountId: string | null;
  /** Null while nothing is counted yet. */
  reach: Reach | null;
  /** Set when these are the figures of a frozen audience. */
  frozenAt?: Campaign['frozenAt'];
  stale?: boolean;
  error?: Error | null;
  onRetry?: () => void;
}

/** Whom a segment reaches, who is left out and why, and how fresh these figures are. */
export function ReachPanel({
  accountId,
  reach,
  frozenAt = null,
  stale = false,
  error = null,
  onRetry,
}: ReachPanelProps) {
  const t = useAreaText(campaigns);
  const isAdmin = useMe().role === 'admin';
  return (
    <Panel heading={t('reach.title')}>
      <ProblemAlert error={error} {...(onRetry && { onRetry })} />
      {!reach && !error && (
        <Text size="sm" c="dimmed">
          {t('reach.choose')}
        </Text>
      )}
      {reach && (
        <Stack gap="sm" opacity={stale ? 0.6 : 1} aria-busy={stale}>
          <Text role="status" className={`${classes.count} tabular`}>
            {t('campaigns.reaches', { count: reach.count })}
          </Text>
          {reach.count === 0 && <Text size="sm">{t('reach.noneReached')}</Text>}
          <Excluded excluded={reach.excluded} />
          <Divider />
          <Freshness reach={reach} frozenAt={frozenAt} />
        </Stack>
      )}
      {isAdmin && accountId && !frozenAt && <ReplayControl key={accountId} accountId={accountId} />}
    </Panel>
  );
}

function Excluded({ excluded }: Pick<Reach, 'excluded'>) {
  const t = useAreaText(campaigns);
  const format = useFormat();
  const present = excluded.filter(({ count }) => count > 0);
  if (present.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('reach.nobodyExcluded')}
      </Text>
    );
  }
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {t('reach.excluded')}
      </Text>
      {present.map(({ reason, count }) => (
        <Group key={reason} justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
          <Text size="sm">
            {t(`reach.${reason}`)}
            {reason === 'account_inactive' && (
              <>
                {'. '}
                <Anchor component={Link} to="/numbers" inherit underline="always">
                  {t('reach.activate')}
                </Anchor>
              </>
            )}
          </Text>
          <Text size="sm" fw={500} className="tabular">
            {format.number(count)}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}

function Freshness({ reach, frozenAt }: { reach: Reach; frozenAt: Campaign['frozenAt'] }) {
  const t = useAreaText(campaigns);
  const format = useFormat();
  const { eventsWaiting, oldestSeconds } = reach.behind;
  const text = frozenAt
    ? t('reach.frozen', { time: format.dateTime(frozenAt) })
    : eventsWaiting === 0
      ? t('reach.fresh', { time: format.time(reach.upTo) })
      : t('reach.behind', { count: eventsWaiting, time: format.duration(oldestSeconds ?? 0) });
  return (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  );
}
