import { Badge, Button, Group, Stack, Switch, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Webhook } from '#contracts';
import { useChangeWebhook, usePingWebhook, useRemoveWebhook } from '../api/webhooks.js';
import { whenDone } from '../api/when-done.js';
import { webhooks } from '../i18n/catalogue/webhooks.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Confirm } from '../ui/confirm.js';
import { Line, LineBelow, LineTitle } from '../ui/lines.js';
import type { Notice } from '../ui/notice.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { AttemptsDialog } from './attempts-dialog.js';
import { attemptText, failureText } from './failure-text.js';
import { WebhookDialog } from './webhook-dialog.js';

interface WebhookLineProps {
  webhook: Webhook;
  notify: (notice: Notice) => void;
}

/** One webhook: its address, its state, and its actions. */
export function WebhookLine({ webhook, notify }: WebhookLineProps) {
  const t = useAreaText(webhooks);
  const change = useChangeWebhook();
  const { id, url, description, events, active, failingSince } = webhook;
  const state = !active ? 'off' : failingSince ? 'failing' : 'well';
  const set = (next: boolean, undoable: boolean) =>
    change.mutate(
      { id, active: next },
      {
        onSuccess: () =>
          notify({
            text: t(next ? 'webhooks.turnedOn' : 'webhooks.turnedOff', { url }),
            ...(undoable && { undo: () => set(!next, false) }),
          }),
      },
    );
  return (
    <Line>
      <LineTitle title={url}>
        {[description, events.join(', ')].filter(Boolean).join(' · ')}
        <Condition webhook={webhook} />
      </LineTitle>
      <div>
        <Badge variant="light" size="lg" color={{ well: 'brand', failing: 'red', off: 'gray' }[state]}>
          {t(`webhooks.${state}`)}
        </Badge>
      </div>
      <Switch
        checked={active}
        disabled={change.isPending}
        onChange={() => set(!active, true)}
        label={t('webhooks.active')}
        aria-label={t('webhooks.setActive', { url })}
        labelPosition="left"
      />
      <LineBelow>
        <Stack gap="xs">
          <Actions webhook={webhook} notify={notify} />
          <ProblemAlert error={change.error} />
        </Stack>
      </LineBelow>
    </Line>
  );
}

/** What waits, what was given up, and why it fails. */
function Condition({ webhook }: Pick<WebhookLineProps, 'webhook'>) {
  const t = useAreaText(webhooks);
  const format = useFormat();
  const { failingSince, retryAt, waiting, givenUp, attempts, active } = webhook;
  const failed = attempts.find(({ failure }) => failure !== null);
  const figures = [
    waiting > 0 && t('webhooks.waiting', { count: waiting }),
    givenUp > 0 && t('webhooks.givenUp', { count: givenUp }),
  ].filter(Boolean);
  return (
    <>
      {figures.length > 0 && <div>{figures.join(' · ')}</div>}
      {failingSince && failed && (
        <Text size="sm" c="var(--mantine-color-red-light-color)">
          {t('webhooks.failingSince', { since: format.dateTime(failingSince), reason: failureText(failed, t) })}{' '}
          {active && retryAt && t('webhooks.nextTry', { time: format.dateTime(retryAt) })}
        </Text>
      )}
    </>
  );
}

function Actions({ webhook, notify }: WebhookLineProps) {
  const t = useAreaText(webhooks);
  const ping = usePingWebhook();
  const remove = useRemoveWebhook();
  const [looking, look] = useDisclosure();
  const [editing, edit] = useDisclosure();
  const [asking, ask] = useDisclosure();
  const { id, url } = webhook;
  const shown = { size: 'compact-sm', variant: 'default' } as const;
  return (
    <>
      <Group gap="xs">
        <Button
          {...shown}
          aria-label={t('webhooks.tryOne', { url })}
          loading={ping.isPending}
          onClick={() => ping.mutate(id)}
        >
          {t('webhooks.try')}
        </Button>
        <Button {...shown} aria-label={t('webhooks.attemptsOne', { url })} onClick={look.open}>
          {t('webhooks.attempts')}
        </Button>
        <Button {...shown} aria-label={t('webhooks.editOne', { url })} onClick={edit.open}>
          {t('control.edit')}
        </Button>
        <Button {...shown} aria-label={t('webhooks.removeOne', { url })} onClick={ask.open}>
          {t('webhooks.remove')}
        </Button>
        <Text size="sm" role="status">
          {ping.data && attemptText(ping.data, t)}
        </Text>
      </Group>
      <ProblemAlert error={ping.error} />
      <AttemptsDialog webhook={webhook} opened={looking} onClose={look.close} notify={notify} />
      <WebhookDialog known={webhook} opened={editing} onClose={edit.close} notify={notify} />
      <Confirm
        opened={asking}
        title={t('webhooks.removeAsk')}
        yes={t('webhooks.remove')}
        busy={remove.isPending}
        error={remove.error}
        onClose={ask.close}
        onYes={() => whenDone(remove.mutateAsync(id), () => notify({ text: t('webhooks.removed') }))}
      >
        {t('webhooks.removeWhat', { url })}
      </Confirm>
    </>
  );
}
