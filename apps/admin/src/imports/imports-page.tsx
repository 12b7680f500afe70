import { Button, EmptyState, Group, Select, Stack, Title } from '@mantine/core';
import { Suspense } from 'react';
import { Link, Outlet, useLocation, useSearchParams } from 'react-router';
import { IMPORT_STATUSES } from '#contracts';
import { useAccounts } from '../api/accounts.js';
import { useImports } from '../api/imports.js';
import { useMe } from '../api/session.js';
import { useText } from '../i18n/language.js';
import { AccountSelect } from '../ui/account-select.js';
import { BusyLine } from '../ui/busy-line.js';
import { Icon } from '../ui/icon.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { useTitle } from '../ui/use-title.js';
import { ListSkeleton } from '../contacts/list-skeleton.js';
import { ImportLine } from './import-line.js';
import classes from './imports-page.module.css';

/** Every import with its progress and figures, live. */
export default function ImportsPage() {
  const t = useText();
  const me = useMe();
  const { search } = useLocation();
  const [parameters, setParameters] = useSearchParams();
  const accountId = parameters.get('accountId');
  const status = IMPORT_STATUSES.find((known) => known === parameters.get('status')) ?? null;
  const accounts = useAccounts().data ?? [];
  const imports = useImports({ accountId, status });
  const items = imports.data?.pages.flatMap((page) => page.items) ?? [];
  useTitle(t('imports.title'));

  const narrow = (name: 'accountId' | 'status', value: string | null) => {
    const next = new URLSearchParams(parameters);
    if (value) next.set(name, value);
    else next.delete(name);
    setParameters(next);
  };
  return (
    <>
      <Stack className={classes.page} gap="md">
        <Group justify="space-between" gap="sm">
          <Title order={1}>{t('imports.title')}</Title>
          {me.role !== 'viewer' && (
            <Button component={Link} to={{ pathname: '/imports/new', search }} leftSection={<Icon name="upload" />}>
              {t('import.button')}
            </Button>
          )}
        </Group>
        <Group gap="sm" className={classes.filters}>
          <AccountSelect
            aria-label={t('account.label')}
            accounts={accounts}
            value={accountId}
            onChange={(chosen) => narrow('accountId', chosen)}
            withAll
          />
          <Select
            aria-label={t('imports.state')}
            allowDeselect={false}
            value={status ?? 'any'}
            onChange={(chosen) => narrow('status', chosen === 'any' ? null : chosen)}
            data={[
              { value: 'any', label: t('imports.anyState') },
              ...IMPORT_STATUSES.map((option) => ({ value: option, label: t(`status.${option}`) })),
            ]}
          />
        </Group>
        <ProblemAlert error={imports.error} onRetry={() => void imports.refetch()} />
        {imports.isPending && <ListSkeleton />}
        {imports.data && items.length === 0 && <NoImport filtered={status !== null || accountId !== null} />}
        {items.length > 0 && (
          <ul className={classes.list} aria-label={t('imports.list')}>
            {imports.isPlaceholderData && <BusyLine component="li" />}
            {items.map((item) => (
              <ImportLine key={item.id} made={item} accounts={accounts} search={search} />
            ))}
          </ul>
        )}
        {imports.hasNextPage && (
          <Button
            variant="default"
            mx="auto"
            loading={imports.isFetchingNextPage}
            onClick={() => void imports.fetchNextPage()}
          >
            {t('imports.more')}
          </Button>
        )}
      </Stack>
      <Suspense fallback={null}>
        <Outlet />
      </Suspense>
    </>
  );
}

function NoImport({ filtered }: { filtered: boolean }) {
  const t = useText();
  return (
    <EmptyState
      mt={64}
      icon={<Icon name="imports" size={28} />}
      variant="light"
      title={<span role="status">{t(filtered ? 'imports.noMatch' : 'imports.empty')}</span>}
      description={filtered ? undefined : t('imports.emptyHelp')}
    />
  );
}
