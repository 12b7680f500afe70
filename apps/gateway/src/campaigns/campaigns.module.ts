import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AudienceController } from './audience.controller.js';
import { AudienceReader } from './audience-reader.js';
import { CampaignDesk } from './campaign-desk.js';
import { CampaignReader } from './campaign-reader.js';
import { CampaignsController } from './campaigns.controller.js';
import { FrozenAudience } from './frozen-audience.js';

@Module({
  imports: [AccountsModule],
  controllers: [AudienceController, CampaignsController],
  providers: [AudienceReader, CampaignDesk, CampaignReader, FrozenAudience],
})
export class CampaignsModule {}
