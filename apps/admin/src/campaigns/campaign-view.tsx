import { Anchor, Button, DataList, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Campaign } from '#contracts';
import { audienceFileUrl, useCampaignMembers } from '../api/campaigns.js';
import { campaigns } from '../i18n/catalogue/campaigns.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { plus } from '../ui/account-select.js';
import { Icon } from '../ui/icon.js';
import { MayDownload } from '../ui/may-download.js';
import { MoreButton } from '../ui/more-button.js';
import type { Notice } from '../ui/notice.js';
import { Page } from '../ui/page.js';
import { Panel } from '../ui/panel.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { AccountName } from './account-name.js';
import { CancelCampaign, FinishCampaign, UnscheduleCampaign } from './campaign-actions.js';
import { CampaignAlerts } from './campaign-alerts.js';
import type { CampaignTemplate } from './campaign-template.js';
import { CampaignStateBadge } from './campaign-state.js';
import classes from './campaigns.module.css';
import { ReachPanel } from './reach-panel.js';
import { contactsOf, filterOf } from './segment.js';
import { SegmentName } from './segment-choice.js';
import { SegmentText } from './segment-text.js';

interface CampaignViewProps {
  campaign: Campaign;
  canEdit: boolean;
  notify: (notice: Notice) => void;
}

/** A campaign that can no longer be edited: when it goes out, whom it reaches, its frozen audience. */
export function CampaignView({ campaign, canEdit, notify }: CampaignViewProps) {
  const t = useAreaText(campaigns);
  const { id, name, accountId, segment, state, reach, frozenAt } = campaign;
  const template: CampaignTemplate = { accountId, name, segment };
  return (
    <Page
      title={name}
      actions={
        <>
          <CampaignStateBadge state={state} />
          {canEdit && state === 'scheduled' && <UnscheduleCampaign campaign={campaign} notify={notify} />}
          {canEdit && state === 'audience_frozen' && <FinishCampaign campaign={campaign} notify={notify} />}
          {canEdit && (state === 'scheduled' || state === 'audience_frozen') && (
            <CancelCampaign campaign={campaign} notify={notify} />
          )}
          {canEdit && state !== 'scheduled' && (
            <Button component={Link} to="/campaigns/new" state={{ template }} variant="default">
              {t('campaign.again')}
            </Button>
          )}
        </>
      }
    >
      <CampaignAlerts campaign={campaign} />
      <div className={classes.columns}>
        <Panel heading={t('campaign.about')}>
          <CampaignFacts campaign={campaign} />
          <div>
            <Anchor component={Link} to={contactsOf(filterOf(accountId, segment))} size="sm">
              {t('campaign.seeContacts')}
            </Anchor>
          </div>
        </Panel>
        {reach && <ReachPanel accountId={accountId} reach={reach} frozenAt={frozenAt} />}
      </div>
      {(state === 'audience_frozen' || state === 'done') && <AudiencePanel id={id} />}
    </Page>
  );
}

function CampaignFacts({ campaign }: { campaign: Campaign }) {
  const t = useAreaText(campaigns);
  const format = useFormat();
  const { segment, segmentId, scheduledAt, frozenAt, finishedAt, createdAt, state, erased } = campaign;
  const time = (iso: string | null) => iso && format.dateTime(iso);
  const facts = [
    [t('account.label'), <AccountName key="account" id={campaign.accountId} />],
    [t('campaign.segment'), <SegmentText key="segment" segment={segment} />],
    [t('campaign.savedSegment'), segmentId && <SegmentName key="saved" id={segmentId} />],
    [t('fact.created'), time(createdAt)],
    [t('fact.scheduled'), state === 'draft' ? null : time(scheduledAt)],
    [t('fact.frozen'), time(frozenAt)],
    [t('fact.erased'), erased && format.number(erased)],
    [t(state === 'cancelled' ? 'fact.cancelled' : 'fact.done'), time(finishedAt)],
  ] as const;
  return (
    <DataList>
      {facts.map(
        ([label, value]) =>
          value && (
            <DataList.Item key={label}>
              <DataList.ItemLabel>{label}</DataList.ItemLabel>
              <DataList.ItemValue>{value}</DataList.ItemValue>
            </DataList.Item>
          ),
      )}
    </DataList>
  );
}

function AudiencePanel({ id }: { id: string }) {
  const t = useAreaText(campaigns);
  const members = useCampaignMembers(id);
  return (
    <Panel
      heading={t('audience.title')}
      actions={
        <MayDownload>
          <Button
            component="a"
            href={audienceFileUrl(id)}
            download
            variant="default"
            leftSection={<Icon name="download" />}
          >
            {t('audience.download')}
          </Button>
        </MayDownload>
      }
    >
      <Text size="sm" c="dimmed">
        {t('audience.help')}
      </Text>
      <ProblemAlert error={members.error} onRetry={() => void members.refetch()} />
      {members.items?.length === 0 && <Text size="sm">{t('audience.none')}</Text>}
      <ul className={`${classes.phones} tabular`} aria-label={t('audience.title')}>
        {members.items?.map(({ phone }) => (
          <li key={phone}>
            <Text size="sm">{plus(phone)}</Text>
          </li>
        ))}
      </ul>
      <MoreButton pages={members} />
    </Panel>
  );
}
