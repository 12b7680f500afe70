import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AudienceReader } from './audience-reader.js';
import { CampaignsController } from './campaigns.controller.js';

@Module({ imports: [AccountsModule], controllers: [CampaignsController], providers: [AudienceReader] })
export class CampaignsModule {}
