import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Count, TagChange } from '#contracts';
import { useOrderTagChange } from '../../api/tag-changes.js';
import { useLanguage } from '../../i18n/language.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { apiConditions, isFiltered } from '../filter.js';
import type { Filter } from '../filter.js';
import { TagsField } from '../panel/tags-field.js';

interface NewTagChangeProps {
  filter: Filter;
  count: Count;
  onOrdered: (ordered: TagChange) => void;
}

/** The form for a tag change: which tags to add and to remove, for how many contacts. */
export function NewTagChange({ filter, count, onOrdered }: NewTagChangeProps) {
  const { t, format } = useLanguage();
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const order = useOrderTagChange();
  const { accountId } = filter;
  if (!accountId) return <Text size="sm">{t('tagging.chooseAccount')}</Text>;
  const contacts = count.exact
    ? t('contacts.count', { count: count.value })
    : t('contacts.countFloor', { count: format.number(count.value) });
  const submit = () =>
    order.mutate({ filter: { accountId, ...apiConditions(filter) }, add, remove }, { onSuccess: onOrdered });
  return (
    <Stack>
      <Text size="sm">{t(isFiltered(filter) ? 'tagging.whom' : 'tagging.everybody', { contacts })}</Text>
      <TagsField accountId={accountId} label={t('tagging.add')} tags={add} onChange={setAdd} />
      <TagsField accountId={accountId} label={t('tagging.remove')} tags={remove} onChange={setRemove} />
      <ProblemAlert error={order.error} onRetry={submit} />
      <Group justify="flex-end">
        <Button disabled={add.length + remove.length === 0} loading={order.isPending} onClick={submit}>
          {t('tagging.start', { contacts })}
        </Button>
      </Group>
    </Stack>
  );
}
