import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Campaign } from '#contracts';
import { useCancelCampaign, useFinishCampaign, useUnscheduleCampaign } from '../api/campaigns.js';
import { whenDone } from '../api/when-done.js';
import { campaigns } from '../i18n/catalogue/campaigns.js';
import { useAreaText } from '../i18n/language.js';
import { Confirm } from '../ui/confirm.js';
import type { Notice } from '../ui/notice.js';

interface CampaignActionProps {
  campaign: Campaign;
  notify: (notice: Notice) => void;
}

/** Cancels a campaign permanently, after asking. */
export function CancelCampaign({ campaign, notify }: CampaignActionProps) {
  const t = useAreaText(campaigns);
  const [asking, ask] = useDisclosure();
  const cancel = useCancelCampaign();
  return (
    <>
      <Button variant="default" onClick={ask.open}>
        {t('cancel.button')}
      </Button>
      <Confirm
        opened={asking}
        title={t('cancel.ask', { name: campaign.name })}
        yes={t('cancel.button')}
        no={t('cancel.back')}
        busy={cancel.isPending}
        error={cancel.error}
        onClose={ask.close}
        onYes={() => whenDone(cancel.mutateAsync(campaign.id), () => notify({ text: t('cancel.done') }))}
      >
        {t('cancel.what')}
      </Confirm>
    </>
  );
}

/** Marks a campaign as sent, after asking. Usually the sender does this itself. */
export function FinishCampaign({ campaign, notify }: CampaignActionProps) {
  const t = useAreaText(campaigns);
  const [asking, ask] = useDisclosure();
  const finish = useFinishCampaign();
  return (
    <>
      <Button variant="default" onClick={ask.open}>
        {t('finish.button')}
      </Button>
      <Confirm
        opened={asking}
        title={t('finish.ask', { name: campaign.name })}
        yes={t('finish.button')}
        busy={finish.isPending}
        error={finish.error}
        onClose={ask.close}
        onYes={() => whenDone(finish.mutateAsync(campaign.id), () => notify({ text: t('finish.done') }))}
      >
        {t('finish.what')}
      </Confirm>
    </>
  );
}

/** Turns a scheduled campaign into a draft again, to change it or its time. It can be scheduled again, so it does not ask. */
export function UnscheduleCampaign({ campaign, notify }: CampaignActionProps) {
  const t = useAreaText(campaigns);
  const unschedule = useUnscheduleCampaign();
  return (
    <Button
      variant="default"
      loading={unschedule.isPending}
      onClick={() =>
        void unschedule.mutateAsync(campaign).then(
          () => notify({ text: t('unschedule.done') }),
          (error: Error) => notify({ text: error.message }),
        )
      }
    >
      {t('unschedule.button')}
    </Button>
  );
}
