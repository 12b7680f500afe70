import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { MailModule } from '../mail/mail.module.js';
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
  imports: [AccessModule, AccountsModule, MailModule],
  controllers: [MembersController, InvitationsController, PasswordLinksController, FirstAdministratorController],
  providers: [MembersService, InvitationsService, PasswordLinksService, FirstAdministratorService],
  exports: [InvitationsService],
})
export class MembersModule {}
