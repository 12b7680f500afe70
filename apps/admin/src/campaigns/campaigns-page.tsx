import { Anchor, Button, EmptyState, Select, Text } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import type { Account, Campaign, CampaignState } from '#contracts';
import { useAccounts } from '../api/accounts.js';
import { useCampaigns } from '../api/campaigns.js';
import { useMe } from '../api/session.js';
import { ListSkeleton } from '../contacts/list-skeleton.js';
import { campaigns } from '../i18n/catalogue/campaigns.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { Line, LineTitle, Lines } from '../ui/lines.js';
import { MoreButton } from '../ui/more-button.js';
import { Page } from '../ui/page.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { CampaignStateBadge } from './campaign-state.js';
import { SegmentText } from './segment-text.js';

const STATES = ['draft', 'scheduled', 'audience_frozen', 'done', 'cancelled'] as const satisfies CampaignState[];
const ANY = 'any';

/** All campaigns: their segment, how many contacts they reach, and their state. */
export default function CampaignsPage() {
  const t = useAreaText(campaigns);
  const me = useMe();
  const [parameters, setParameters] = useSearchParams();
  const state = STATES.find((known) => known === parameters.get('state')) ?? null;
  const accounts = useAccounts().data ?? [];
  const list = useCampaigns(state);
  const create = me.role !== 'viewer' && (
    <Button component={Link} to="/campaigns/new" leftSection={<Icon name="plus" />}>
      {t('campaigns.new')}
    </Button>
  );
  const none = list.items?.length === 0;
  return (
    <Page title={t('nav.campaigns')} actions={!(none && !state) && create}>
      <Select
        aria-label={t('campaigns.state')}
        allowDeselect={false}
        w={{ base: '100%', xs: 280 }}
        value={state ?? ANY}
        onChange={(chosen) => setParameters(chosen === ANY || !chosen ? {} : { state: chosen })}
        data={[
          { value: ANY, label: t('campaigns.anyState') },
          ...STATES.map((option) => ({ value: option, label: t(`campaign.state.${option}`) })),
        ]}
      />
      <ProblemAlert error={list.error} onRetry={() => void list.refetch()} />
      {list.isPending && <ListSkeleton />}
      {none && (
        <EmptyState
          mt={40}
          icon={<Icon name="campaigns" size={28} />}
          variant="light"
          title={<span role="status">{t(state ? 'campaigns.noMatch' : 'campaigns.none')}</span>}
          description={state ? undefined : t('campaigns.noneHelp')}
        >
          {!state && create && <EmptyState.Actions>{create}</EmptyState.Actions>}
        </EmptyState>
      )}
      {list.items && !none && (
        <Lines heading={t('campaigns.list')} columns="minmax(0, 1fr) 150px 130px" hiddenHeading>
          {list.items.map((campaign) => (
            <CampaignLine key={campaign.id} campaign={campaign} accounts={accounts} />
          ))}
        </Lines>
      )}
      <MoreButton pages={list} />
    </Page>
  );
}

function CampaignLine({ campaign, accounts }: { campaign: Campaign; accounts: readonly Account[] }) {
  const t = useAreaText(campaigns);
  const format = useFormat();
  const { id, name, accountId, segment, state, reach } = campaign;
  const account = accounts.find((known) => known.id === accountId)?.displayName;
  return (
    <Line>
      <LineTitle
        title={
          <Anchor component={Link} to={`/campaigns/${id}`} fw={500} c="inherit" size="sm">
            {name}
          </Anchor>
        }
      >
        {[account, timeOf(campaign)].filter(Boolean).join(' · ')}
        <div>
          <SegmentText segment={segment} />
        </div>
      </LineTitle>
      <div>
        <CampaignStateBadge state={state} />
      </div>
      <Text size="sm" className="tabular">
        {reach ? t('campaigns.reaches', { count: reach.count }) : ''}
      </Text>
    </Line>
  );

  function timeOf({ scheduledAt, frozenAt, createdAt }: Campaign): string {
    if (frozenAt) return t('campaigns.frozenAt', { time: format.dateTime(frozenAt) });
    if (scheduledAt && state === 'scheduled') return t('campaigns.at', { time: format.dateTime(scheduledAt) });
    return t('campaigns.createdAt', { time: format.dateTime(createdAt) });
  }
}
