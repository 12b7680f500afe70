import { Anchor, Button, EmptyState } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useWebhooks } from '../api/webhooks.js';
import { ListSkeleton } from '../contacts/list-skeleton.js';
import { webhooks } from '../i18n/catalogue/webhooks.js';
import { useAreaText } from '../i18n/language.js';
import { AdminOnly } from '../ui/admin-only.js';
import { Icon } from '../ui/icon.js';
import { Lines } from '../ui/lines.js';
import { MoreButton } from '../ui/more-button.js';
import { useNotice } from '../ui/notice.js';
import { Page } from '../ui/page.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { WebhookDialog } from './webhook-dialog.js';
import { WebhookLine } from './webhook-line.js';

/** The addresses of other systems that are notified of events, and whether they accept them. */
export default function WebhooksPage() {
  return (
    <AdminOnly>
      <Webhooks />
    </AdminOnly>
  );
}

function Webhooks() {
  const t = useAreaText(webhooks);
  const list = useWebhooks();
  const [creating, create] = useDisclosure();
  const { notify, element } = useNotice();
  const none = list.items?.length === 0;
  const add = (
    <Button leftSection={<Icon name="plus" />} onClick={create.open}>
      {t('webhooks.create')}
    </Button>
  );
  return (
    <Page title={t('nav.webhooks')} actions={!none && add}>
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <ListSkeleton />}
      {none && (
        <EmptyState
          mt={64}
          icon={<Icon name="webhooks" size={28} />}
          variant="light"
          title={<span role="status">{t('webhooks.none')}</span>}
          description={t('webhooks.noneHelp')}
        >
          <EmptyState.Actions>{add}</EmptyState.Actions>
        </EmptyState>
      )}
      {list.items && !none && (
        <Lines
          heading={t('webhooks.list')}
          help={
            <>
              {t('webhooks.help')}{' '}
              <Anchor href="/docs#/events" inherit underline="always">
                {t('webhooks.docs')}
              </Anchor>
            </>
          }
          columns="minmax(0, 1fr) auto auto"
        >
          {list.items.map((webhook) => (
            <WebhookLine key={webhook.id} webhook={webhook} notify={notify} />
          ))}
        </Lines>
      )}
      <MoreButton pages={list} />
      <WebhookDialog known={null} opened={creating} onClose={create.close} notify={notify} />
      {element}
    </Page>
  );
}
