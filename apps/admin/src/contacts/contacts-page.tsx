import { Alert, Box, Button, Group, Stack, Title } from '@mantine/core';
import { Suspense } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { useAccounts } from '../api/accounts.js';
import { useContacts } from '../api/contacts.js';
import { useMe } from '../api/session.js';
import { useText } from '../i18n/language.js';
import { AccountSelect } from '../ui/account-select.js';
import { Icon } from '../ui/icon.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { useTitle } from '../ui/use-title.js';
import { rememberAccount } from './contacts-address.js';
import classes from './contacts-page.module.css';
import { ContactsResult } from './contacts-result.js';
import { DownloadMenu } from './download-menu.js';
import { NoAccount } from './empty-states.js';
import { FilterBar } from './filter-bar.js';
import { writeFilter } from './filter.js';
import { useFilter } from './use-filter.js';

/** The address book of one number or all: filters, sorting, downloads. Its whole state is in the address. */
export function ContactsPage() {
  const t = useText();
  const me = useMe();
  const { search } = useLocation();
  const { filter, unreadable, change } = useFilter();
  const accounts = useAccounts();
  const contacts = useContacts(writeFilter(filter));
  useTitle(t('contacts.title'));

  const chooseAccount = (accountId: string | null) => {
    rememberAccount(accountId);
    change((before) => ({ ...before, accountId }));
  };
  const canImport = me.role !== 'viewer';

  return (
    <>
      <Stack className={classes.page} gap="md">
        <Group justify="space-between" gap="sm">
          <Title order={1}>{t('contacts.title')}</Title>
          <Group gap="sm" className={classes.actions}>
            {me.mayDownload && <DownloadMenu filter={filter} count={contacts.data?.pages[0]?.count} />}
            {canImport && (
              <Button
                component={Link}
                to={{ pathname: '/contacts/new', search }}
                variant="default"
                leftSection={<Icon name="plus" />}
              >
                {t('contact.addShort')}
              </Button>
            )}
            {canImport && (
              <Button
                component={Link}
                to={{ pathname: '/contacts/import', search }}
                leftSection={<Icon name="upload" />}
              >
                {t('import.button')}
              </Button>
            )}
          </Group>
        </Group>
        {accounts.data?.length === 0 ? (
          <NoAccount />
        ) : (
          <>
            <Box className={classes.toolbar}>
              <AccountSelect
                aria-label={t('account.label')}
                accounts={accounts.data ?? []}
                value={filter.accountId}
                onChange={chooseAccount}
                withAll
              />
              <FilterBar filter={filter} change={change} forList />
            </Box>
            {unreadable && (
              <Alert color="orange" role="alert" icon={<Icon name="alert" />}>
                {t('contacts.badLink', { part: unreadable })}
              </Alert>
            )}
            <ProblemAlert error={accounts.error} onRetry={() => void accounts.refetch()} />
            <ContactsResult filter={filter} contacts={contacts} accounts={accounts.data ?? []} change={change} />
          </>
        )}
      </Stack>
      <Suspense fallback={null}>
        <Outlet />
      </Suspense>
    </>
  );
}
