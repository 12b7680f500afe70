import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ReplayDesk } from './replay-desk.js';
import { ReplaysController } from './replays.controller.js';

@Module({ imports: [AccountsModule, JobsModule], controllers: [ReplaysController], providers: [ReplayDesk] })
export class ReplaysModule {}
