import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { TagChangeDesk } from './tag-change-desk.js';
import { TagChangesController } from './tag-changes.controller.js';

@Module({ imports: [AccountsModule, JobsModule], controllers: [TagChangesController], providers: [TagChangeDesk] })
export class TagChangesModule {}
