import { Button, EmptyState } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useSegments } from '../api/segments.js';
import { useMe } from '../api/session.js';
import { useRememberedAccount } from '../contacts/contacts-address.js';
import { NO_FILTER } from '../contacts/filter.js';
import { ListSkeleton } from '../contacts/list-skeleton.js';
import { segments } from '../i18n/catalogue/segments.js';
import { useAreaText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { Lines } from '../ui/lines.js';
import { MoreButton } from '../ui/more-button.js';
import { useNotice } from '../ui/notice.js';
import { Page } from '../ui/page.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { SegmentDialog } from './segment-dialog.js';
import { SegmentLine } from './segment-line.js';

/** All saved segments of the organisation. */
export default function SegmentsPage() {
  const t = useAreaText(segments);
  const list = useSegments(null);
  const canEdit = useMe().role !== 'viewer';
  const accountId = useRememberedAccount();
  const [creating, create] = useDisclosure();
  const { notify, element } = useNotice();
  const none = list.items?.length === 0;
  const add = canEdit && (
    <Button leftSection={<Icon name="plus" />} onClick={create.open}>
      {t('segments.new')}
    </Button>
  );
  return (
    <Page title={t('nav.segments')} actions={!none && add}>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <ListSkeleton />}
      {none && (
        <EmptyState
          mt={64}
          icon={<Icon name="segments" size={28} />}
          variant="light"
          title={<span role="status">{t('segments.none')}</span>}
          description={t('segments.noneHelp')}
        >
          {add && <EmptyState.Actions>{add}</EmptyState.Actions>}
        </EmptyState>
      )}
      {list.items && !none && (
        <Lines heading={t('segments.list')} help={t('segments.help')} columns="minmax(0, 1fr) 200px auto">
          {list.items.map((segment) => (
            <SegmentLine key={segment.id} segment={segment} notify={notify} />
          ))}
        </Lines>
      )}
      <MoreButton pages={list} />
      <SegmentDialog start={{ ...NO_FILTER, accountId }} opened={creating} onClose={create.close} notify={notify} />
      {element}
    </Page>
  );
}
