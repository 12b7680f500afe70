import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { FirstAdministratorController } from './first-administrator.controller.js';
import { FirstAdministrator } from './first-administrator.js';
import { InvitationsController } from './invitations.controller.js';
import { Invitations } from './invitations.js';
import { MembersController } from './members.controller.js';
import { Members } from './members.js';

/** The people of organisations: how they come, what they may do, how they go. */
@Module({
  imports: [AccessModule],
  controllers: [MembersController, InvitationsController, FirstAdministratorController],
  providers: [Members, Invitations, FirstAdministrator],
  exports: [Invitations],
})
export class MembersModule {}
