import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { SegmentsModule } from '../segments/segments.module.js';
import { AudienceController } from './audience.controller.js';
import { AudienceService } from './audience.service.js';
import { CampaignsController } from './campaigns.controller.js';
import { CampaignsService } from './campaigns.service.js';
import { FrozenAudiencesService } from './frozen-audiences.service.js';

@Module({
  imports: [AccountsModule, SegmentsModule],
  controllers: [AudienceController, CampaignsController],
  providers: [AudienceService, CampaignsService, FrozenAudiencesService],
})
export class CampaignsModule {}
