import type { ConditionsInput } from '#contracts';

/** What a new campaign may begin with, given along by whatever led here. */
export interface CampaignTemplate {
  accountId: string;
  name: string;
  segment: ConditionsInput;
}
