import type { ConditionsInput } from '#contracts';

/** The initial contents of a new campaign, passed by the page that links here. */
export interface CampaignTemplate {
  accountId: string;
  name: string;
  segment: ConditionsInput;
}
