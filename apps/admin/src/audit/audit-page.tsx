import { Anchor, Button, EmptyState, Group, Select, Text } from '@mantine/core';
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
import { actionName, auditSentence, KNOWN_ACTIONS } from './sentence.js';
import type { Names } from './sentence.js';

const ANY = 'any';

/** Who did what, in sentences, filtered by action and person. The filter is in the address. */
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
  const action = parameters.get('action');
  const actorId = parameters.get('actorId');
  const members = useMembers().items ?? [];
  const keys = useKeys().items ?? [];
  const names: Names = { members, keys, accounts: useAccounts().data ?? [] };
  const entries = usePages<AuditEntry>('audit', '/audit', { query: { action, actorId } });
  const narrow = (name: 'action' | 'actorId', chosen: string | null) => {
    const next = new URLSearchParams(parameters);
    if (chosen && chosen !== ANY) next.set(name, chosen);
    else next.delete(name);
    setParameters(next);
  };
  const option = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });
  return (
    <Page title={t('nav.audit')}>
      <Group gap="sm">
        <Select
          aria-label={t('audit.action')}
          allowDeselect={false}
          searchable
          w={{ base: '100%', xs: 280 }}
          value={action ?? ANY}
          onChange={(chosen) => narrow('action', chosen)}
          data={[
            { value: ANY, label: t('audit.anyAction') },
            ...KNOWN_ACTIONS.map((known) => ({ value: known, label: actionName(known, t) })),
          ]}
        />
        <Select
          aria-label={t('audit.person')}
          allowDeselect={false}
          searchable
          w={{ base: '100%', xs: 280 }}
          value={actorId ?? ANY}
          onChange={(chosen) => narrow('actorId', chosen)}
          data={[
            { value: ANY, label: t('audit.anyPerson') },
            { group: t('audit.people'), items: members.map(option) },
            { group: t('audit.keys'), items: keys.map(option) },
          ]}
        />
      </Group>
      <ProblemAlert error={entries.error} onRetry={() => void entries.refetch()} />
      {entries.isPending && <ListSkeleton />}
      {entries.items?.length === 0 && (
        <EmptyState
          mt={40}
          icon={<Icon name="audit" size={28} />}
          variant="light"
          title={<span role="status">{t(action || actorId ? 'audit.noMatch' : 'audit.none')}</span>}
        >
          {(action || actorId) && (
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
    </Page>
  );
}

function EntryLine({ entry, names }: { entry: AuditEntry; names: Names }) {
  const t = useAreaText(audit);
  const format = useFormat();
  const link = linkOf(entry);
  return (
    <Line>
      <LineTitle title={auditSentence(entry, names, t)}>
        <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
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
