import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useMemo } from 'react';
import type { Account, Sort } from '#contracts';
import { useExactCount } from '../api/contacts.js';
import type { useContacts } from '../api/contacts.js';
import { useMe } from '../api/session.js';
import { useLanguage, useText } from '../i18n/language.js';
import { PHONE_WIDTH } from '../ui/phone-width.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { ColumnMenu } from './column-menu.js';
import { ContactCards } from './contact-cards.js';
import { ContactTable } from './contact-table.js';
import { ListSkeleton } from './list-skeleton.js';
import { NoContact, NoMatch } from './empty-states.js';
import { clearConditions, isFiltered, SORTS, writeFilter } from './filter.js';
import type { Filter } from './filter.js';
import type { ChangeFilter } from './use-filter.js';
import { TagChangeMenu } from './tagging/tag-change-menu.js';
import { useColumns } from './use-columns.js';

const SegmentMenu = lazy(() => import('../segments/segment-menu.js'));

interface ContactsResultProps {
  filter: Filter;
  contacts: ReturnType<typeof useContacts>;
  accounts: readonly Account[];
  change: ChangeFilter;
}

/** What the filter finds: the count, and the list as a table or, on a phone, as cards. */
export function ContactsResult({ filter, contacts, accounts, change }: ContactsResultProps) {
  const t = useText();
  const onPhone = useMediaQuery(PHONE_WIDTH, undefined, { getInitialValueInEffect: false });
  const items = useMemo(() => contacts.data?.pages.flatMap((page) => page.items) ?? [], [contacts.data]);
  const columns = useColumns(filter.accountId, items);
  const canEdit = useMe().role !== 'viewer';
  const count = contacts.data?.pages[0]?.count;
  const sortBy = (sort: Sort) => change((before) => ({ ...before, sort }));

  if (contacts.isPending) return <ListSkeleton />;
  if (!contacts.data) return <ProblemAlert error={contacts.error} onRetry={() => void contacts.refetch()} />;
  const none = items.length === 0;
  if (none && !isFiltered(filter)) return <NoContact />;
  const rows = {
    items,
    accounts: filter.accountId ? null : accounts,
    stale: contacts.isPlaceholderData,
    loadingMore: contacts.isFetchingNextPage,
    more: contacts.hasNextPage && !contacts.isFetchNextPageError,
    loadMore: () => void contacts.fetchNextPage(),
  };
  return (
    <Stack gap="xs" flex={1} mih={0}>
      <Group justify="space-between" mih={34}>
        <ResultCount filter={filter} contacts={contacts} />
        <Group gap="xs">
          <Suspense fallback={null}>
            <SegmentMenu filter={filter} change={change} />
          </Suspense>
          {canEdit && count && <TagChangeMenu filter={filter} count={count} />}
          {onPhone ? (
            <Select
              aria-label={t('sort.label')}
              value={filter.sort}
              onChange={(sort) => sort && sortBy(sort)}
              allowDeselect={false}
              w={190}
              data={SORTS.map((sort) => ({ value: sort, label: t(`sort.${sort}`) }))}
            />
          ) : (
            <ColumnMenu columns={columns} />
          )}
        </Group>
      </Group>
      {!contacts.isFetchNextPageError && contacts.error && (
        <ProblemAlert error={contacts.error} onRetry={() => void contacts.refetch()} />
      )}
      {none ? (
        <NoMatch
          onClear={() => change(clearConditions)}
          onAllAccounts={
            filter.accountId && accounts.length > 1
              ? () => change((before) => ({ ...before, accountId: null }))
              : undefined
          }
        />
      ) : onPhone ? (
        <ContactCards {...rows} />
      ) : (
        <ContactTable {...rows} valueNames={columns.shown} sort={filter.sort} onSort={sortBy} />
      )}
      {contacts.isFetchNextPageError && (
        <ProblemAlert error={contacts.error} onRetry={() => void contacts.fetchNextPage()} />
      )}
    </Stack>
  );
}

/** How many contacts match; more than 10,000 are counted only on request. */
function ResultCount({ filter, contacts }: Pick<ContactsResultProps, 'filter' | 'contacts'>) {
  const { t, format } = useLanguage();
  const exact = useExactCount(writeFilter(filter));
  const bounded = contacts.data?.pages[0]?.count;
  const count = exact.data ?? bounded;
  if (!count) return null;
  return (
    <Group gap="xs">
      <Text role="status" size="sm" fw={500} className="tabular">
        {count.exact
          ? t('contacts.count', { count: count.value })
          : t('contacts.countFloor', { count: format.number(count.value) })}
      </Text>
      {!count.exact && (
        <Button variant="subtle" size="compact-sm" loading={exact.isFetching} onClick={() => void exact.refetch()}>
          {t('contacts.countExactly')}
        </Button>
      )}
    </Group>
  );
}
