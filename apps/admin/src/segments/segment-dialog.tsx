import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Segment } from '#contracts';
import { useAccounts } from '../api/accounts.js';
import { fieldErrors } from '../api/field-errors.js';
import { useSaveSegment } from '../api/segments.js';
import { filterOf } from '../campaigns/segment.js';
import { apiConditions } from '../contacts/filter.js';
import type { Filter } from '../contacts/filter.js';
import { FilterBar } from '../contacts/filter-bar.js';
import { segments } from '../i18n/catalogue/segments.js';
import { useAreaText } from '../i18n/language.js';
import { AccountSelect } from '../ui/account-select.js';
import { Dialog } from '../ui/dialog.js';
import { Icon } from '../ui/icon.js';
import type { Notice } from '../ui/notice.js';
import { ProblemAlert } from '../ui/problem-alert.js';

interface SegmentDialogProps {
  /** The segment to change, or the filter that a new one begins with. */
  start: Segment | Filter;
  opened: boolean;
  onClose: () => void;
  notify: (notice: Notice) => void;
}

const isSaved = (start: Segment | Filter): start is Segment => 'id' in start;

/** Saves a filter under a name, or changes a segment. */
export function SegmentDialog({ opened, onClose, ...props }: SegmentDialogProps) {
  const t = useAreaText(segments);
  const title = isSaved(props.start) ? t('segments.change') : t('segments.new');
  return (
    <Dialog title={title} opened={opened} onClose={onClose} size={640} tall>
      <SegmentForm onClose={onClose} {...props} />
    </Dialog>
  );
}

function SegmentForm({ start, onClose, notify }: Omit<SegmentDialogProps, 'opened'>) {
  const t = useAreaText(segments);
  const accounts = useAccounts().data ?? [];
  const known = isSaved(start) ? start : null;
  const [name, setName] = useState(known?.name ?? '');
  const [filter, setFilter] = useState(() => (isSaved(start) ? filterOf(start.accountId, start.conditions) : start));
  const save = useSaveSegment();
  const { fields, rest } = fieldErrors(save.error, ['name']);
  const users = known?.usedBy.length ?? 0;
  const submit = () =>
    save.mutate(
      { id: known?.id ?? null, name: name.trim(), accountId: filter.accountId, conditions: apiConditions(filter) },
      {
        onSuccess: (segment) => {
          notify({ text: t('segments.saved', { name: segment.name }) });
          onClose();
        },
      },
    );
  return (
    <Stack>
      <TextInput
        label={t('segments.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Enter' && name.trim() !== '' && submit()}
        maxLength={256}
        error={fields.name}
        data-autofocus
      />
      {!known && (
        <AccountSelect
          label={t('segments.for')}
          accounts={accounts}
          value={filter.accountId}
          onChange={(accountId) => setFilter((before) => ({ ...before, accountId }))}
          withAll
        />
      )}
      <Stack gap={6} role="group" aria-label={t('segments.conditions')}>
        <Text size="sm" fw={500}>
          {t('segments.conditions')}
        </Text>
        <FilterBar filter={filter} change={(update) => setFilter(update)} />
      </Stack>
      {users > 0 && (
        <Alert color="orange" icon={<Icon name="alert" />}>
          {t('segments.follow', { count: users })}
        </Alert>
      )}
      <ProblemAlert error={rest} />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('control.cancel')}
        </Button>
        <Button loading={save.isPending} disabled={name.trim() === ''} onClick={submit}>
          {t('control.save')}
        </Button>
      </Group>
    </Stack>
  );
}
