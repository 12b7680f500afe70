import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { useAccounts } from '../../api/accounts.js';
import { useAddContact } from '../../api/contact.js';
import { useText } from '../../i18n/language.js';
import { AccountSelect } from '../../ui/account-select.js';
import { useLeaveGuard } from '../../ui/use-leave-guard.js';
import { useRememberedAccount } from '../contacts-address.js';
import type { Draft } from './draft.js';
import { FieldProblems, fieldErrors } from './field-errors.js';
import { TagsField } from './tags-field.js';
import { ValueFields } from './value-fields.js';

const EMPTY = { phone: '', name: '', tags: [], values: [] } satisfies Draft & { phone: string };

/** Adds one contact, with the same rules as a row of a file. The API's errors are shown at their fields. */
export function NewContactForm({ onClose }: { onClose: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const { search } = useLocation();
  const accounts = useAccounts().data ?? [];
  const shown = useSearchParams()[0].get('accountId');
  const remembered = useRememberedAccount();
  const likely = [shown, remembered].find((id) => accounts.some((own) => own.id === id && own.status === 'active'));
  const [chosen, setChosen] = useState<string | null>(null);
  const accountId = chosen ?? likely ?? null;
  const [draft, setDraft] = useState<Draft & { phone: string }>(EMPTY);
  const [submitted, setSubmitted] = useState(false);
  const add = useAddContact();
  useLeaveGuard(draft !== EMPTY && !add.isSuccess);

  const edit = (next: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...next }));
  const missing = submitted && { phone: draft.phone.trim() === '', name: draft.name.trim() === '' };
  const submit = () => {
    setSubmitted(true);
    if (!accountId || draft.phone.trim() === '' || draft.name.trim() === '') return;
    const values = Object.fromEntries(
      draft.values.filter(({ value }) => value.trim() !== '').map(({ name, value }) => [name, value]),
    );
    const { phone, name, tags } = draft;
    add.mutate(
      {
        accountId, // Tags are only sent if there are any, so that an existing contact keeps its own.
        body: { phone, name, values, ...(tags.length > 0 && { tags }) },
      },
      {
        onSuccess: (added) =>
          void navigate({ pathname: `/contacts/${added.accountId}/${added.phone}`, search }, { replace: true }),
      },
    );
  };
  const errors = fieldErrors(add.error);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <AccountSelect
          label={t('account.label')}
          accounts={accounts}
          value={accountId}
          onChange={setChosen}
          activeOnly
          comboboxProps={{ withinPortal: false }}
          error={submitted && !accountId && t('account.choose')}
        />
        <TextInput
          label={t('contacts.phone')}
          description={t('contact.phoneHelp')}
          type="tel"
          data-autofocus
          value={draft.phone}
          maxLength={64}
          error={missing && missing.phone ? t('contact.phoneMissing') : errors.get('phone')}
          onChange={(event) => edit({ phone: event.currentTarget.value })}
        />
        <TextInput
          label={t('contacts.name')}
          value={draft.name}
          maxLength={1000}
          error={missing && missing.name ? t('contact.nameMissing') : errors.get('name')}
          onChange={(event) => edit({ name: event.currentTarget.value })}
        />
        <TagsField
          accountId={accountId}
          label={t('contacts.tags')}
          tags={draft.tags}
          error={errors.get('tags')}
          onChange={(tags) => edit({ tags })}
        />
        <ValueFields
          accountId={accountId}
          values={draft.values}
          errors={errors}
          onChange={(values) => edit({ values })}
        />
        <FieldProblems error={add.error} onRetry={submit} />
        <Text size="sm" c="dimmed">
          {t('contact.addHelp')}
        </Text>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('contact.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {t('contact.addButton')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
