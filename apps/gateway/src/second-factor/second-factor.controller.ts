import { Controller, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  recoveryCodesSchema,
  secondFactorSchema,
  totpConfirmSchema,
  totpSetupSchema,
  type Proof,
  type RecoveryCodes,
  type SecondFactor,
  type TotpConfirm,
  type TotpSetup,
} from '#contracts';
import type { FastifyRequest } from 'fastify';
import { CurrentUser, type UserPrincipal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody } from '../http/request-input.js';
import { noContent } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { ProofRoute } from './proof-route.js';
import { SecondFactorService } from './second-factor.service.js';

@ApiTags('access')
@Controller('me/second-factor')
export class SecondFactorController {
  constructor(private readonly factor: SecondFactorService) {}

  @Route('GET', '', {
    role: 'viewer',
    scope: 'any',
    personal: true,
    mayLackFactor: true,
    summary: 'Your second factor',
    answer: secondFactorSchema,
  })
  secondFactor(@CurrentUser() person: UserPrincipal): Promise<SecondFactor> {
    return this.factor.read(person);
  }

  @ProofRoute('totp', {
    audit: { none: 'the secret does not hold until a code confirms it' },
    summary: 'Begin to set up an authenticator app',
    description: 'The answer shows the secret, this once. An app that was set up before goes on until it is confirmed.',
    answer: totpSetupSchema,
  })
  beginTotp(
    @CurrentUser() person: UserPrincipal,
    @JsonBody() body: Proof,
    @Req() { id }: FastifyRequest,
  ): Promise<TotpSetup> {
    return this.factor.begin(person, body, id);
  }

  @Route('PUT', 'totp', {
    role: 'viewer',
    scope: 'any',
    personal: true,
    mayLackFactor: true,
    audit: 'second_factor.enabled',
    mayBeGuessedAt: true,
    summary: 'Turn the second factor on',
    description:
      'With a code of the app. From now on a sign-in with the password asks for one. The first time, the answer shows recovery codes, this once.',
    body: totpConfirmSchema,
    answer: recoveryCodesSchema,
    problems: ['wrong_code', 'not_configured'],
  })
  confirmTotp(
    @CurrentUser() person: UserPrincipal,
    @JsonBody() body: TotpConfirm,
    @Req() { id }: FastifyRequest,
    @Committing() commit: Commit,
  ): Promise<RecoveryCodes> {
    return this.factor.confirm(person, body, id, commit);
  }

  @ProofRoute('totp/remove', {
    audit: 'second_factor.disabled',
    summary: 'Turn the authenticator app off',
    description: 'Without passkeys, the recovery codes go too, and the password alone signs in again.',
    answer: noContent('It is off.'),
    problems: ['no_second_factor'],
  })
  removeTotp(
    @CurrentUser() person: UserPrincipal,
    @JsonBody() body: Proof,
    @Req() { id }: FastifyRequest,
    @Committing() commit: Commit,
  ): Promise<void> {
    return this.factor.turnOff(person, body, id, commit);
  }

  @ProofRoute('recovery-codes', {
    audit: 'recovery_codes.renewed',
    summary: 'Make new recovery codes',
    description: 'The answer shows them, this once. Those of before work no more.',
    answer: recoveryCodesSchema,
    problems: ['no_second_factor'],
  })
  renewRecoveryCodes(
    @CurrentUser() person: UserPrincipal,
    @JsonBody() body: Proof,
    @Req() { id }: FastifyRequest,
    @Committing() commit: Commit,
  ): Promise<RecoveryCodes> {
    return this.factor.renewRecoveryCodes(person, body, id, commit);
  }
}
