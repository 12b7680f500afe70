import { Checkbox, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { NewWebhook, Webhook, WebhookEvent } from '#contracts';
import { fieldErrors } from '../api/field-errors.js';
import { useChangeWebhook, useCreateWebhook } from '../api/webhooks.js';
import { webhooks } from '../i18n/catalogue/webhooks.js';
import { useAreaText } from '../i18n/language.js';
import { DialogForm } from '../ui/dialog-form.js';
import type { Notice } from '../ui/notice.js';
import { OnceDialog } from '../ui/once-dialog.js';

const EVENTS = [
  'ContactChanged',
  'ValueRemoved',
  'ImportFinished',
  'ContactErased',
  'AuditEntryAdded',
] as const satisfies WebhookEvent[];

interface WebhookDialogProps {
  /** A webhook to change; null for a new one. */
  known: Webhook | null;
  opened: boolean;
  onClose: () => void;
  notify: (notice: Notice) => void;
}

/** Adds a webhook and then shows its secret once, or changes one. */
export function WebhookDialog({ known, opened, onClose, notify }: WebhookDialogProps) {
  const t = useAreaText(webhooks);
  return (
    <OnceDialog<NewWebhook>
      title={t(known ? 'webhooks.edit' : 'webhooks.create')}
      opened={opened}
      onClose={onClose}
      form={(onMade, close) => <WebhookForm known={known} onMade={onMade} onClose={close} notify={notify} />}
      shown={({ secret }) => ({ label: t('webhook.secret'), secret, help: t('webhook.secretHelp') })}
    />
  );
}

interface WebhookFormProps extends Omit<WebhookDialogProps, 'opened'> {
  onMade: (made: NewWebhook) => void;
}

function WebhookForm({ known, onMade, onClose, notify }: WebhookFormProps) {
  const t = useAreaText(webhooks);
  const create = useCreateWebhook();
  const change = useChangeWebhook();
  const [events, setEvents] = useState<string[]>(
    known?.events ?? EVENTS.filter((event) => event !== 'AuditEntryAdded'),
  );
  const [asked, setAsked] = useState(false);
  const { fields, rest } = fieldErrors(create.error ?? change.error, ['url', 'description', 'events']);
  return (
    <DialogForm
      submit={t(known ? 'control.save' : 'webhook.do')}
      busy={create.isPending || change.isPending}
      error={rest}
      onCancel={onClose}
      onSubmit={(read) => {
        setAsked(true);
        if (events.length === 0) return;
        const body = {
          url: read('url'),
          description: read('description'),
          events: EVENTS.filter((event) => events.includes(event)),
        };
        if (!known) return create.mutate(body, { onSuccess: onMade });
        change.mutate(
          { id: known.id, ...body },
          {
            onSuccess: () => {
              notify({ text: t('webhooks.saved') });
              onClose();
            },
          },
        );
      }}
    >
      <TextInput
        name="url"
        type="url"
        label={t('webhook.url')}
        description={t('webhook.urlHelp')}
        defaultValue={known?.url}
        maxLength={2000}
        required
        withAsterisk={false}
        error={fields.url}
        data-autofocus
      />
      <TextInput
        name="description"
        label={t('webhook.description')}
        defaultValue={known?.description}
        maxLength={200}
        error={fields.description}
      />
      <Checkbox.Group
        label={t('webhook.events')}
        value={events}
        onChange={setEvents}
        error={asked && events.length === 0 ? t('webhook.eventsMissing') : fields.events}
      >
        <Stack gap={8} mt={6}>
          {EVENTS.map((event) => (
            <Checkbox key={event} value={event} label={t(`webhook.event.${event}`)} description={event} />
          ))}
        </Stack>
      </Checkbox.Group>
    </DialogForm>
  );
}
