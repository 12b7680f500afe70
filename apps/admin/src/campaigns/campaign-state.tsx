import { Badge } from '@mantine/core';
import type { CampaignState } from '#contracts';
import { campaigns } from '../i18n/catalogue/campaigns.js';
import { useAreaText } from '../i18n/language.js';

const COLORS: Record<CampaignState, string> = {
  draft: 'gray',
  scheduled: 'blue',
  audience_frozen: 'brand',
  done: 'brand',
  cancelled: 'gray',
};

/** The state of a campaign as a badge. */
export function CampaignStateBadge({ state }: { state: CampaignState }) {
  const t = useAreaText(campaigns);
  return (
    <Badge variant="light" color={COLORS[state]} size="lg">
      {t(`campaign.state.${state}`)}
    </Badge>
  );
}
