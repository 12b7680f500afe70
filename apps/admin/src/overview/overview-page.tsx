import '@mantine/charts/styles.css';
import { Group, SegmentedControl, Stack, Title } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { useAccounts } from '../api/accounts.js';
import { useImportStatistics, useLargestTags } from '../api/statistics.js';
import { rememberAccount, useRememberedAccount } from '../contacts/contacts-address.js';
import { NoAccount } from '../contacts/empty-states.js';
import { ListSkeleton } from '../contacts/list-skeleton.js';
import { useText } from '../i18n/language.js';
import { AccountSelect } from '../ui/account-select.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { useTitle } from '../ui/use-title.js';
import { ContactsOverTime, ImportsPerDay, LargestTags } from './charts.js';
import classes from './overview-page.module.css';

const SPANS = [30, 90, 365];
const ALL = 'all';

/** Charts: how the number of contacts grows, which tags are largest, how much is imported. */
export default function OverviewPage() {
  const t = useText();
  const [parameters, setParameters] = useSearchParams();
  const accounts = useAccounts();
  const remembered = useRememberedAccount();
  const asked = parameters.get('accountId');
  const accountId = asked === ALL ? null : (asked ?? remembered);
  const days = SPANS.find((span) => String(span) === parameters.get('days')) ?? SPANS[1]!;
  const statistics = useImportStatistics(accountId, days);
  const tags = useLargestTags(accountId);
  useTitle(t('overview.title'));

  const narrow = (name: string, value: string) => {
    const next = new URLSearchParams(parameters);
    next.set(name, value);
    setParameters(next);
  };
  return (
    <Stack className={classes.page} gap="md">
      <Title order={1}>{t('overview.title')}</Title>
      {accounts.data?.length === 0 ? (
        <NoAccount />
      ) : (
        <>
          <Group gap="sm" className={classes.filters}>
            <AccountSelect
              aria-label={t('account.label')}
              accounts={accounts.data ?? []}
              value={accountId}
              onChange={(chosen) => {
                rememberAccount(chosen);
                narrow('accountId', chosen ?? ALL);
              }}
              withAll
            />
            <SegmentedControl
              aria-label={t('overview.span')}
              value={String(days)}
              onChange={(span) => narrow('days', span)}
              data={SPANS.map((span) => ({ value: String(span), label: t('overview.days', { count: span }) }))}
            />
          </Group>
          <ProblemAlert error={statistics.error} onRetry={() => void statistics.refetch()} />
          <ProblemAlert error={tags.error} onRetry={() => void tags.refetch()} />
          {statistics.isPending ? (
            <ListSkeleton />
          ) : (
            statistics.data && (
              <div className={classes.charts}>
                <ContactsOverTime statistics={statistics.data} accounts={accounts.data ?? []} />
                <ImportsPerDay statistics={statistics.data} />
                {(accountId === null || tags.data) && <LargestTags tags={accountId === null ? null : tags.data!} />}
              </div>
            )
          )}
        </>
      )}
    </Stack>
  );
}
