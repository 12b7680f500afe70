import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { ImportsModule } from '../imports/imports.module.js';
import { QuotasModule } from '../quotas/quotas.module.js';
import { MembersModule } from '../members/members.module.js';
import { OrganisationsController } from './organisations.controller.js';
import { OrganisationsService } from './organisations.service.js';
import { SuspendedImportsSweeper } from './suspended-imports-sweeper.js';

/** The organisations of the installation, for its operators. */
@Module({
  imports: [AccessModule, ImportsModule, MembersModule, QuotasModule],
  controllers: [OrganisationsController],
  providers: [OrganisationsService, SuspendedImportsSweeper],
})
export class OrganisationsModule {}
