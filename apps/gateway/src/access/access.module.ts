import { Module } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { Authenticator } from './authenticator.js';
import { RouteCheck } from './check-routes.js';
import { MeReader } from './me.js';
import { Operators } from './operators.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.js';

/** Who may do what: keys, sessions, roles. The guard stands before every route of the gateway. */
@Module({
  imports: [DiscoveryModule],
  controllers: [SessionController],
  providers: [Authenticator, Sessions, MeReader, RouteCheck, Operators, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [Authenticator, Sessions, MeReader, Operators],
})
export class AccessModule {}
