import { Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { Campaign, Segment } from '#contracts';
import { useAccounts } from '../api/accounts.js';
import { useReach, useSaveCampaign } from '../api/campaigns.js';
import type { CampaignDraft } from '../api/campaigns.js';
import { fieldErrors } from '../api/field-errors.js';
import { useRememberedAccount } from '../contacts/contacts-address.js';
import { apiConditions } from '../contacts/filter.js';
import { FilterBar } from '../contacts/filter-bar.js';
import { campaigns } from '../i18n/catalogue/campaigns.js';
import { useAreaText } from '../i18n/language.js';
import { AccountSelect } from '../ui/account-select.js';
import type { Notice } from '../ui/notice.js';
import { Page } from '../ui/page.js';
import { Panel } from '../ui/panel.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { useLeaveGuard } from '../ui/use-leave-guard.js';
import { CancelCampaign } from './campaign-actions.js';
import { CampaignAlerts } from './campaign-alerts.js';
import type { CampaignTemplate } from './campaign-template.js';
import { AccountName } from './account-name.js';
import { CampaignStateBadge } from './campaign-state.js';
import classes from './campaigns.module.css';
import { ReachPanel } from './reach-panel.js';
import { SegmentChoice } from './segment-choice.js';
import { SegmentText } from './segment-text.js';
import { contactsOf, filterOf, segmentOf } from './segment.js';

const ScheduleDialog = lazy(() => import('./schedule-dialog.js'));
const COUNT_PAUSE_MS = 250;

interface CampaignEditorProps {
  /** Null for a new one. */
  campaign: Campaign | null;
  template: CampaignTemplate | null;
  onSaved: (campaign: Campaign) => void;
  notify: (notice: Notice) => void;
}

/** A campaign that is not scheduled yet: its name, number and segment, and whom it would reach now. */
export function CampaignEditor({ campaign, template, onSaved, notify }: CampaignEditorProps) {
  const t = useAreaText(campaigns);
  const draft = useDraft(campaign, template);
  const { name, filter, accountId, missing, dirty } = draft;
  useLeaveGuard(draft.touched);
  const accounts = useAccounts().data ?? [];
  const save = useSaveCampaign(campaign?.id ?? null);
  const [scheduling, schedule] = useDisclosure();
  const segment = useMemo(() => segmentOf(filter), [filter]);
  const [counted] = useDebouncedValue(segment, COUNT_PAUSE_MS);
  const reach = useReach(accountId, counted);
  const { fields, rest } = fieldErrors(save.error, ['name', 'accountId']);

  const saved = async (): Promise<Campaign | null> => {
    const body = draft.complete();
    return body && save.mutateAsync(body).catch(() => null);
  };
  const saveNow = async () => {
    const made = await saved();
    if (made) onSaved(made);
  };
  return (
    <Page
      title={campaign?.name ?? t('campaigns.new')}
      actions={
        <>
          {campaign && <CampaignStateBadge state={campaign.state} />}
          {campaign && <CancelCampaign campaign={campaign} notify={notify} />}
          <Button variant="default" loading={save.isPending} disabled={!dirty} onClick={() => void saveNow()}>
            {t(campaign ? 'control.save' : 'campaign.create')}
          </Button>
          <Button onClick={() => draft.complete(true) && schedule.open()}>{t('schedule.button')}</Button>
        </>
      }
    >
      {campaign && <CampaignAlerts campaign={campaign} />}
      <ProblemAlert error={rest} />
      <div className={classes.columns}>
        <Panel heading={t('campaign.about')}>
          <TextInput
            label={t('campaign.name')}
            value={name}
            onChange={(event) => draft.setName(event.currentTarget.value)}
            maxLength={256}
            error={missing.name ? t('campaign.nameMissing') : fields.name}
          />
          {campaign ? (
            <Stack gap={2}>
              <Text size="sm" fw={500}>
                {t('account.label')}
              </Text>
              <Text size="xs" c="dimmed">
                {t('campaign.accountFixed')}
              </Text>
              <AccountName id={campaign.accountId} />
            </Stack>
          ) : (
            <AccountSelect
              label={t('account.label')}
              accounts={accounts}
              value={accountId}
              onChange={draft.setAccount}
              error={missing.account ? t('campaign.accountMissing') : fields.accountId}
            />
          )}
          <Stack gap={6} role="group" aria-label={t('campaign.segment')}>
            <div>
              <Text size="sm" fw={500}>
                {t('campaign.segment')}
              </Text>
              <Text size="xs" c="dimmed">
                {t('campaign.segmentHelp')}
              </Text>
            </div>
            <SegmentChoice accountId={accountId} value={draft.segmentId} onChange={draft.setSegment} />
            {draft.segmentId === null ? (
              <div className={classes.filter}>
                <FilterBar filter={filter} change={(update) => draft.setFilter(update)} />
              </div>
            ) : (
              <SegmentText segment={apiConditions(filter)} />
            )}
            {missing.segment && (
              <Text size="xs" c="red" role="alert">
                {t('campaign.segmentMissing')}
              </Text>
            )}
          </Stack>
          {segment && accountId && (
            <Group>
              <Anchor component={Link} to={contactsOf(filter)} size="sm">
                {t('campaign.seeContacts')}
              </Anchor>
            </Group>
          )}
        </Panel>
        <ReachPanel
          accountId={accountId}
          reach={segment ? (reach.data ?? null) : null}
          stale={reach.isPlaceholderData || counted !== segment}
          error={segment ? reach.error : null}
          onRetry={() => void reach.refetch()}
        />
      </div>
      <Suspense fallback={null}>
        <ScheduleDialog
          opened={scheduling}
          onClose={schedule.close}
          reach={reach.data ?? null}
          // Changes are saved first, so that the campaign goes out as it is shown.
          ready={() => (dirty || !campaign ? saved() : Promise.resolve(campaign))}
          onScheduled={(scheduled) => {
            notify({ text: t('schedule.done') });
            if (!campaign) onSaved(scheduled);
          }}
        />
      </Suspense>
    </Page>
  );
}

/** The contents of the form, and whether they are complete and differ from what is saved. */
function useDraft(campaign: Campaign | null, template: CampaignTemplate | null) {
  const remembered = useRememberedAccount();
  const start = campaign ?? template;
  const [name, setName] = useState(start?.name ?? '');
  const [chosen, setChosen] = useState(start?.accountId ?? null);
  const [conditions, setConditions] = useState(() => filterOf(null, start?.segment ?? {}));
  const referred = campaign?.segmentId ?? null;
  const [segmentId, setSegmentId] = useState(referred);
  const [asked, setAsked] = useState({ save: false, schedule: false });
  const accountId = chosen ?? remembered;
  // A segment that was changed meanwhile has brought the campaign its new conditions.
  const followed = campaign && segmentId !== null && segmentId === referred ? campaign.segment : null;
  const filter = useMemo(
    () => ({ ...(followed ? filterOf(null, followed) : conditions), accountId }),
    [followed, conditions, accountId],
  );
  const before = JSON.stringify([start?.name ?? '', referred ?? apiConditions(filterOf(null, start?.segment ?? {}))]);
  const touched = before !== JSON.stringify([name.trim(), segmentId ?? apiConditions(filter)]);
  const hasSegment = segmentOf(filter) !== null;
  const complete = (toSchedule = false): CampaignDraft | null => {
    setAsked((before) => ({ save: true, schedule: before.schedule || toSchedule }));
    if (name.trim() === '' || accountId === null || (toSchedule && !hasSegment)) return null;
    const whom = segmentId === null ? { segment: apiConditions(filter) } : { segmentId };
    return { name: name.trim(), accountId, ...whom };
  };
  const setSegment = (segment: Segment | null) => {
    setSegmentId(segment?.id ?? null);
    if (segment) setConditions(filterOf(null, segment.conditions));
  };
  return {
    name,
    setName,
    accountId,
    setAccount: (id: string | null) => {
      setChosen(id);
      // Its segment may be one of the other number.
      setSegmentId(null);
    },
    /** The saved segment that it refers to; null: the conditions are its own. */
    segmentId,
    setSegment,
    filter,
    setFilter: setConditions,
    /** There are changes that would be lost. */
    touched,
    /** There are changes to save. */
    dirty: campaign === null || touched,
    missing: {
      name: asked.save && name.trim() === '',
      account: asked.save && accountId === null,
      segment: asked.schedule && !hasSegment,
    },
    /** What to save; null while something is missing, which the form then shows. A segment is only needed to schedule it. */
    complete,
  };
}
