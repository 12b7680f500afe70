import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { MailModule } from '../mail/mail.module.js';
import { SecondFactorModule } from '../second-factor/second-factor.module.js';
import { AccessGuard } from './access.guard.js';
import { Authenticator } from './authenticator.js';
import { RouteCheck } from './check-routes.js';
import { DevicesService } from './devices.service.js';
import { Operators } from './operators.js';
import { OwnSessionsController } from './own-sessions.controller.js';
import { PasskeySignInController } from './passkey-sign-in.controller.js';
import { PasswordController } from './password.controller.js';
import { PasswordsService } from './passwords.service.js';
import { RequiredFactor } from './required-factor.js';
import { RunningOrganisations } from './running-organisations.js';
import { SecondStepService } from './second-step.service.js';
import { SessionController } from './session.controller.js';
import { SessionsService } from './sessions.service.js';
import { WelcomeService } from './welcome.service.js';

/** Authentication and authorisation: keys, sessions, roles. The guard applies to every route of the gateway. */
@Module({
  imports: [DiscoveryModule, MailModule, SecondFactorModule],
  controllers: [SessionController, PasskeySignInController, OwnSessionsController, PasswordController],
  providers: [
    Authenticator,
    DevicesService,
    SessionsService,
    SecondStepService,
    PasswordsService,
    RouteCheck,
    Operators,
    RunningOrganisations,
    RequiredFactor,
    WelcomeService,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [Authenticator, SessionsService, Operators, WelcomeService],
})
export class AccessModule {}
