import { Anchor, Center, Loader } from '@mantine/core';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { useCampaign } from '../api/campaigns.js';
import { useMe } from '../api/session.js';
import { campaigns } from '../i18n/catalogue/campaigns.js';
import { useAreaText } from '../i18n/language.js';
import { useNotice } from '../ui/notice.js';
import { Page } from '../ui/page.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { CampaignEditor } from './campaign-editor.js';
import type { CampaignTemplate } from './campaign-template.js';
import { CampaignView } from './campaign-view.js';

/** A new campaign, a draft to edit, or a campaign to view. */
export default function CampaignPage() {
  const { campaignId } = useParams();
  return campaignId ? <OneCampaign key={campaignId} id={campaignId} /> : <NewCampaign />;
}

function NewCampaign() {
  const navigate = useNavigate();
  const template = (useLocation().state as { template?: CampaignTemplate } | null)?.template ?? null;
  const { notify, element } = useNotice();
  return (
    <>
      <CampaignEditor
        campaign={null}
        template={template}
        onSaved={({ id }) => void navigate(`/campaigns/${id}`, { replace: true })}
        notify={notify}
      />
      {element}
    </>
  );
}

function OneCampaign({ id }: { id: string }) {
  const t = useAreaText(campaigns);
  const canEdit = useMe().role !== 'viewer';
  const campaign = useCampaign(id);
  const { notify, element } = useNotice();
  if (!campaign.data) {
    return (
      <Page title={t('campaign.about')}>
        <ProblemAlert error={campaign.error} onRetry={() => void campaign.refetch()} />
        {campaign.error ? (
          <Anchor component={Link} to="/campaigns">
            {t('campaign.toList')}
          </Anchor>
        ) : (
          <Center mih={240}>
            <Loader aria-label={t('app.loading')} />
          </Center>
        )}
      </Page>
    );
  }
  return (
    <>
      {campaign.data.state === 'draft' && canEdit ? (
        <CampaignEditor
          campaign={campaign.data}
          template={null}
          onSaved={() => notify({ text: t('campaign.saved') })}
          notify={notify}
        />
      ) : (
        <CampaignView campaign={campaign.data} canEdit={canEdit} notify={notify} />
      )}
      {element}
    </>
  );
}
