import { Button, Group, ScrollArea, Stack, Table, Text } from '@mantine/core';
import type { Webhook } from '#contracts';
import { useRetryWebhook } from '../api/webhooks.js';
import { webhooks } from '../i18n/catalogue/webhooks.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Dialog } from '../ui/dialog.js';
import type { Notice } from '../ui/notice.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { attemptText } from './failure-text.js';

interface AttemptsDialogProps {
  webhook: Webhook;
  opened: boolean;
  onClose: () => void;
  notify: (notice: Notice) => void;
}

/** The last attempts of a webhook, and the messages that were given up, which can be sent again. */
export function AttemptsDialog({ webhook, opened, onClose, notify }: AttemptsDialogProps) {
  const t = useAreaText(webhooks);
  return (
    <Dialog title={t('webhooks.attempts')} opened={opened} onClose={onClose} size={720} tall>
      <Stack>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {webhook.url}
        </Text>
        <GivenUp webhook={webhook} notify={notify} />
        <AttemptsTable webhook={webhook} />
      </Stack>
    </Dialog>
  );
}

function GivenUp({ webhook: { id, givenUp }, notify }: Pick<AttemptsDialogProps, 'webhook' | 'notify'>) {
  const t = useAreaText(webhooks);
  const retry = useRetryWebhook();
  if (givenUp === 0) return null;
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="sm">
        <Text size="sm" fw={500}>
          {t('webhooks.givenUp', { count: givenUp })}
        </Text>
        <Button
          variant="default"
          loading={retry.isPending}
          onClick={() =>
            retry.mutate(id, {
              onSuccess: ({ messages }) => notify({ text: t('webhooks.retried', { count: messages }) }),
            })
          }
        >
          {t('webhooks.retry')}
        </Button>
      </Group>
      <ProblemAlert error={retry.error} />
    </Stack>
  );
}

function AttemptsTable({ webhook: { attempts } }: Pick<AttemptsDialogProps, 'webhook'>) {
  const t = useAreaText(webhooks);
  const format = useFormat();
  if (attempts.length === 0) return <Text size="sm">{t('webhooks.noAttempts')}</Text>;
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('webhooks.lastAttempts')}
      </Text>
      <ScrollArea.Autosize
        mah={420}
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('webhooks.attempts') }}
      >
        <Table verticalSpacing={6} withTableBorder className="tabular">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('webhooks.when')}</Table.Th>
              <Table.Th scope="col">{t('webhooks.event')}</Table.Th>
              <Table.Th scope="col">{t('webhooks.tries')}</Table.Th>
              <Table.Th scope="col">{t('webhooks.outcome')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {attempts.map((attempt) => (
              <Table.Tr key={`${attempt.messageId}/${attempt.attempt}/${attempt.at}`}>
                <Table.Td>{format.dateTime(attempt.at)}</Table.Td>
                <Table.Td>{attempt.event}</Table.Td>
                <Table.Td>{format.number(attempt.attempt)}</Table.Td>
                <Table.Td>{attemptText(attempt, t)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </>
  );
}
