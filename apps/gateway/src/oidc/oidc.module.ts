import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { MembersModule } from '../members/members.module.js';
import { OidcController } from './oidc.controller.js';
import { OidcService } from './oidc.service.js';
import { OpenIdProvider } from './open-id-provider.js';

/** Signing in with a company's OpenID provider. */
@Module({
  imports: [AccessModule, MembersModule],
  controllers: [OidcController],
  providers: [OidcService, OpenIdProvider],
})
export class OidcModule {}
