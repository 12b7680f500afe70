import { startService } from '#platform';
import { CampaignsModule, configureCampaigns } from './campaigns.module.js';

await startService({
  name: 'campaigns',
  module: (config) => CampaignsModule.forRoot(config),
  configure: configureCampaigns,
});
