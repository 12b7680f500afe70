import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.js';
import { FactorNotices } from './factor-notices.js';
import { PasskeyChallenges } from './passkey-challenges.js';
import { PasskeyUses } from './passkey-uses.js';
import { PasskeysController } from './passkeys.controller.js';
import { PasskeysService } from './passkeys.service.js';
import { ProofService } from './proof.service.js';
import { SecondFactorCodes } from './second-factor-codes.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactorService } from './second-factor.service.js';

/** The second factors of people. Signing in with one is in `access`. */
@Module({
  imports: [MailModule],
  controllers: [SecondFactorController, PasskeysController],
  providers: [
    SecondFactorCodes,
    SecondFactorService,
    PasskeyChallenges,
    PasskeyUses,
    PasskeysService,
    ProofService,
    FactorNotices,
  ],
  exports: [SecondFactorCodes, PasskeyChallenges, PasskeyUses, FactorNotices],
})
export class SecondFactorModule {}
