import { Anchor, Button, EmptyState, Text } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import type { AuditEntry } from '#contracts';
import { useAccounts } from '../api/accounts.js';
import { usePages } from '../api/pages.js';
import { useKeys, useMembers } from '../api/team.js';
import { ListSkeleton } from '../contacts/list-skeleton.js';
import { audit } from '../i18n/catalogue/audit.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { AdminOnly } from '../ui/admin-only.js';
import { Icon } from '../ui/icon.js';
import { Line, LineTitle, Lines } from '../ui/lines.js';
import { MoreButton } from '../ui/more-button.js';
import { Page } from '../ui/page.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { AuditDownload } from './audit-download.js';
import { AuditFilters, FILTERS, queryOf } from './audit-filters.js';
import { AuditVerification } from './audit-verification.js';
import { auditSentence, auditTexts } from './sentence.js';
import type { Names } from './sentence.js';

/** Who did what, in sentences, filtered by action, person, object and day. The filter is in the address. */
export default function AuditPage() {
  return (
    <AdminOnly>
      <Audit />
    </AdminOnly>
  );
}

function Audit() {
  const t = useAreaText(audit);
  const [parameters, setParameters] = useSearchParams();
  const members = useMembers().items ?? [];
  const keys = useKeys().items ?? [];
  const names: Names = { members, keys, accounts: useAccounts().data ?? [] };
  const query = queryOf(parameters);
  const entries = usePages<AuditEntry>('audit', '/audit', { query });
  const isFiltered = FILTERS.some((name) => parameters.has(name));
  return (
    <Page title={t('nav.audit')} actions={<AuditDownload query={query} />}>
      <AuditFilters parameters={parameters} onChange={setParameters} members={members} keys={keys} />
      <ProblemAlert error={entries.error} onRetry={() => void entries.refetch()} />
      {entries.isPending && <ListSkeleton />}
      {entries.items?.length === 0 && (
        <EmptyState
          mt={40}
          icon={<Icon name="audit" size={28} />}
          variant="light"
          title={<span role="status">{t(isFiltered ? 'audit.noMatch' : 'audit.none')}</span>}
        >
          {isFiltered && (
            <EmptyState.Actions>
              <Button variant="default" onClick={() => setParameters({})}>
                {t('audit.all')}
              </Button>
            </EmptyState.Actions>
          )}
        </EmptyState>
      )}
      {entries.items && entries.items.length > 0 && (
        <Lines heading={t('audit.list')} help={t('audit.help')} columns="minmax(0, 1fr) auto">
          {entries.items.map((entry) => (
            <EntryLine key={entry.id} entry={entry} names={names} />
          ))}
        </Lines>
      )}
      <MoreButton pages={entries} />
      <AuditVerification />
    </Page>
  );
}

function EntryLine({ entry, names }: { entry: AuditEntry; names: Names }) {
  const t = useAreaText(auditTexts);
  const format = useFormat();
  const link = linkOf(entry);
  return (
    <Line>
      <LineTitle title={auditSentence(entry, names, t)}>
        <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
        {entry.downloaded?.count != null && ` · ${t('audit.rows', { count: entry.downloaded.count })}`}
        {entry.downloaded?.filter && ` · ${JSON.stringify(entry.downloaded.filter)}`}
        {link && (
          <>
            {' · '}
            <Anchor component={Link} to={link.to} inherit>
              {t(link.text)}
            </Anchor>
          </>
        )}
      </LineTitle>
      <Text size="xs" c="dimmed" className="tabular" title={t('audit.request', { id: entry.requestId })}>
        {entry.action}
      </Text>
    </Line>
  );
}

/** The link to what an entry is about. */
function linkOf({ action, targets }: AuditEntry) {
  const [id] = targets;
  if (id && action.startsWith('import.')) return { to: `/imports/${id}`, text: 'audit.openImport' } as const;
  if (id && action.startsWith('campaign.')) return { to: `/campaigns/${id}`, text: 'audit.openCampaign' } as const;
  return null;
}
