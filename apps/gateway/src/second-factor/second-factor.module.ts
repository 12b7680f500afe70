import { Module } from '@nestjs/common';
import { ProofService } from './proof.service.js';
import { SecondFactorCodes } from './second-factor-codes.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactorService } from './second-factor.service.js';

/** The second factors of people. Signing in with one is in `access`. */
@Module({
  controllers: [SecondFactorController],
  providers: [SecondFactorCodes, SecondFactorService, ProofService],
  exports: [SecondFactorCodes],
})
export class SecondFactorModule {}
