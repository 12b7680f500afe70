import { Module } from '@nestjs/common';
import { AudienceFileSweeper } from './audience-file-sweeper.js';
import { AudienceFreezer } from './audience-freezer.js';
import { AudienceView } from './audience-view.js';
import { CampaignEvents } from './campaign-events.js';
import { CampaignJobs } from './campaign-jobs.js';
import { CampaignSweeper } from './campaign-sweeper.js';
import { FrozenErasures } from './frozen-erasures.js';
import { ImportEffectSweeper } from './import-effect-sweeper.js';
import { ImportEffects } from './import-effects.js';
import { WritableAudienceRepository } from './writable-audience.repository.js';
import { WritableFrozenAudiencesRepository } from './writable-frozen-audiences.repository.js';
import { WritableImportEffectsRepository } from './writable-import-effects.repository.js';
import { WritableRemovedValuesRepository } from './writable-removed-values.repository.js';

/** The campaigns service: it builds its own view of reachable contacts from events, and freezes audiences. */
@Module({
  controllers: [CampaignEvents],
  providers: [
    AudienceFileSweeper,
    AudienceFreezer,
    AudienceView,
    CampaignJobs,
    CampaignSweeper,
    FrozenErasures,
    ImportEffectSweeper,
    ImportEffects,
    WritableAudienceRepository,
    WritableFrozenAudiencesRepository,
    WritableImportEffectsRepository,
    WritableRemovedValuesRepository,
  ],
})
export class CampaignsModule {}
