import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from 'react-router';
import type { Segment } from '#contracts';
import { useAccounts } from '../api/accounts.js';
import { useCountSegment, useRemoveSegment } from '../api/segments.js';
import { useMe } from '../api/session.js';
import { whenDone } from '../api/when-done.js';
import { contactsOf, filterOf } from '../campaigns/segment.js';
import { SegmentText } from '../campaigns/segment-text.js';
import { accountName } from '../contacts/contact-rows.js';
import { segments } from '../i18n/catalogue/segments.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Confirm } from '../ui/confirm.js';
import { Line, LineActions, LineBelow, LineTitle } from '../ui/lines.js';
import type { Notice } from '../ui/notice.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { SegmentDialog } from './segment-dialog.js';

interface SegmentLineProps {
  segment: Segment;
  notify: (notice: Notice) => void;
}

/** One segment: its conditions, how many contacts matched and when, what uses it, and its actions. */
export function SegmentLine({ segment, notify }: SegmentLineProps) {
  const t = useAreaText(segments);
  const accounts = useAccounts().data ?? [];
  const canEdit = useMe().role !== 'viewer';
  const { name, accountId, conditions, usedBy } = segment;
  return (
    <Line>
      <LineTitle title={name}>
        <Stack gap={4}>
          <span>{accountId === null ? t('account.all') : accountName(accounts, accountId)}</span>
          <SegmentText segment={conditions} none={t('segments.everybody')} />
        </Stack>
      </LineTitle>
      <MatchCount segment={segment} />
      <LineActions>
        <Button
          component={Link}
          to={contactsOf(filterOf(accountId, conditions))}
          size="compact-sm"
          variant="default"
          aria-label={t('segments.showOne', { name })}
        >
          {t('segments.show')}
        </Button>
        {canEdit && <Actions segment={segment} notify={notify} />}
      </LineActions>
      {usedBy.length > 0 && (
        <LineBelow>
          <Text size="sm" c="dimmed">
            {t('segments.usedBy')}
          </Text>
          <Users segment={segment} />
        </LineBelow>
      )}
    </Line>
  );
}

function MatchCount({ segment: { id, name, count } }: { segment: Segment }) {
  const t = useAreaText(segments);
  const format = useFormat();
  const recount = useCountSegment();
  return (
    <Stack gap={2} align="flex-start">
      <div role="status">
        <Text size="sm" fw={500} className="tabular">
          {!count
            ? t('segments.notCounted')
            : count.exact
              ? t('contacts.count', { count: count.value })
              : t('contacts.countFloor', { count: format.number(count.value) })}
        </Text>
        {count && (
          <Text size="xs" c="dimmed">
            {t('segments.countedAt', { time: format.moment(count.at) })}
          </Text>
        )}
      </div>
      <Button
        variant="subtle"
        size="compact-xs"
        aria-label={t('segments.countOne', { name })}
        loading={recount.isPending}
        onClick={() => recount.mutate(id)}
      >
        {t('segments.count')}
      </Button>
      <ProblemAlert error={recount.error} onRetry={() => recount.mutate(id)} />
    </Stack>
  );
}

function Actions({ segment, notify }: SegmentLineProps) {
  const t = useAreaText(segments);
  const remove = useRemoveSegment();
  const [editing, edit] = useDisclosure();
  const [asking, ask] = useDisclosure();
  const { id, name, usedBy } = segment;
  const shown = { size: 'compact-sm', variant: 'default' } as const;
  return (
    <>
      <Button {...shown} aria-label={t('segments.editOne', { name })} onClick={edit.open}>
        {t('control.edit')}
      </Button>
      <Button {...shown} aria-label={t('segments.removeOne', { name })} onClick={ask.open}>
        {t('segments.remove')}
      </Button>
      <SegmentDialog start={segment} opened={editing} onClose={edit.close} notify={notify} />
      <Confirm
        opened={asking}
        title={t('segments.removeAsk', { name })}
        yes={t('segments.remove')}
        busy={remove.isPending}
        error={remove.error}
        onClose={ask.close}
        // Who uses it is named in the question, so the answer covers it. Without a user, a new one is refused and named.
        onYes={() =>
          whenDone(remove.mutateAsync({ id, force: usedBy.length > 0 }), () =>
            notify({ text: t('segments.removed', { name }) }),
          )
        }
      >
        <Stack gap="xs">
          <span>{t('segments.removeWhat')}</span>
          {usedBy.length > 0 && (
            <>
              <span>{t('segments.removeUsed', { count: usedBy.length })}</span>
              <Users segment={segment} />
            </>
          )}
        </Stack>
      </Confirm>
    </>
  );
}

/** The campaigns that refer to the segment, with their state. */
function Users({ segment }: { segment: Segment }) {
  const t = useAreaText(segments);
  const format = useFormat();
  return (
    <Group gap="xs" component="span">
      {segment.usedBy.map(({ campaignId, name, scheduledAt }) => (
        <Text key={campaignId} size="sm" component="span">
          <Anchor component={Link} to={`/campaigns/${campaignId}`} inherit underline="always">
            {name}
          </Anchor>{' '}
          ({scheduledAt ? t('segments.usedAt', { time: format.dateTime(scheduledAt) }) : t('segments.usedDraft')})
        </Text>
      ))}
    </Group>
  );
}
