import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { MailModule } from '../mail/mail.module.js';
import { SecondFactorModule } from '../second-factor/second-factor.module.js';
import { FactorPolicyController } from './factor-policy.controller.js';
import { FactorPolicyService } from './factor-policy.service.js';
import { FirstAdministratorController } from './first-administrator.controller.js';
import { FirstAdministratorService } from './first-administrator.service.js';
import { InvitationsController } from './invitations.controller.js';
import { InvitationsService } from './invitations.service.js';
import { MembersController } from './members.controller.js';
import { MembersService } from './members.service.js';
import { PasswordLinksController } from './password-links.controller.js';
import { PasswordLinksService } from './password-links.service.js';

/** The members of organisations: inviting them, their roles, removing them. */
@Module({
  imports: [AccessModule, AccountsModule, MailModule, SecondFactorModule],
  controllers: [
    MembersController,
    InvitationsController,
    PasswordLinksController,
    FirstAdministratorController,
    FactorPolicyController,
  ],
  providers: [MembersService, InvitationsService, PasswordLinksService, FirstAdministratorService, FactorPolicyService],
  exports: [InvitationsService],
})
export class MembersModule {}
