import { Controller, Param, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  addedPasskeySchema,
  newPasskeySchema,
  passkeyCreationSchema,
  passkeyRenameSchema,
  passkeyRequestSchema,
  passkeySchema,
  type AddedPasskey,
  type NewPasskey,
  type Passkey,
  type PasskeyCreation,
  type PasskeyRename,
  type PasskeyRequest,
  type Proof,
} from '#contracts';
import type { FastifyRequest } from 'fastify';
import { CurrentUser, type UserPrincipal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody } from '../http/request-input.js';
import { created, noContent } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { PasskeysService } from './passkeys.service.js';
import { ProofRoute } from './proof-route.js';

@ApiTags('access')
@Controller('me/second-factor/passkeys')
export class PasskeysController {
  constructor(private readonly passkeys: PasskeysService) {}

  @Route('POST', 'proof', {
    role: 'viewer',
    scope: 'any',
    personal: true,
    mayLackFactor: true,
    audit: { none: 'what the passkey is used for is noted' },
    summary: 'Ask for one of your passkeys',
    description:
      'Before a change of your second factor. The answer is for `navigator.credentials.get`; what that returns is `passkey` of the change, once, within five minutes.',
    answer: passkeyRequestSchema,
    problems: ['no_second_factor', 'not_configured'],
  })
  askForProof(@CurrentUser() person: UserPrincipal): Promise<PasskeyRequest> {
    return this.passkeys.ask(person);
  }

  @ProofRoute('options', {
    audit: { none: 'the passkey does not hold until it is added' },
    summary: 'Begin to add a passkey',
    description:
      'The answer is for `navigator.credentials.create`; what that returns is added with `POST /v1/me/second-factor/passkeys`, within five minutes. Who only signs in with OpenID Connect cannot: a passkey would get around the provider.',
    answer: passkeyCreationSchema,
    problems: ['no_password', 'too_many_passkeys'],
  })
  beginPasskey(
    @CurrentUser() person: UserPrincipal,
    @JsonBody() body: Proof,
    @Req() { id }: FastifyRequest,
  ): Promise<PasskeyCreation> {
    return this.passkeys.begin(person, body, id);
  }

  @Route('POST', '', {
    role: 'viewer',
    scope: 'any',
    personal: true,
    mayLackFactor: true,
    audit: 'passkey.added',
    summary: 'Add a passkey',
    description:
      'From now on a sign-in with the password asks for a second factor, and the passkey signs in alone, too. The first time, the answer shows recovery codes, this once.',
    body: newPasskeySchema,
    answer: created(addedPasskeySchema),
    problems: ['challenge_over', 'passkey_refused', 'too_many_passkeys', 'not_configured'],
  })
  addPasskey(
    @CurrentUser() person: UserPrincipal,
    @JsonBody() body: NewPasskey,
    @Req() { id }: FastifyRequest,
    @Committing() commit: Commit,
  ): Promise<AddedPasskey> {
    return this.passkeys.add(person, body, id, commit);
  }

  @Route('PATCH', ':id', {
    role: 'viewer',
    scope: 'any',
    personal: true,
    mayLackFactor: true,
    audit: 'passkey.renamed',
    summary: 'Rename a passkey',
    body: passkeyRenameSchema,
    answer: passkeySchema,
    problems: ['passkey_not_found'],
  })
  renamePasskey(
    @CurrentUser() person: UserPrincipal,
    @Param('id') id: string,
    @JsonBody() { name }: PasskeyRename,
    @Committing() commit: Commit,
  ): Promise<Passkey> {
    return this.passkeys.rename(person, id, name, commit);
  }

  @ProofRoute(':id/remove', {
    audit: 'passkey.removed',
    summary: 'Remove a passkey',
    description: 'With the last second factor go its recovery codes, and the password alone signs in again.',
    answer: noContent('It signs nobody in any more.'),
    problems: ['passkey_not_found'],
  })
  removePasskey(
    @CurrentUser() person: UserPrincipal,
    @Param('id') id: string,
    @JsonBody() body: Proof,
    @Req() request: FastifyRequest,
    @Committing() commit: Commit,
  ): Promise<void> {
    return this.passkeys.remove(person, id, body, request.id, commit);
  }
}
