import { Injectable } from '@nestjs/common';
import type { AddedPasskey, NewPasskey, Passkey, PasskeyCreation, PasskeyRequest, Proof } from '#contracts';
import { isDuplicateKey, PasskeysRepository, SecondFactorsRepository, type PasskeyRecord } from '#persistence';
import { ProblemError } from '#platform';
import { v7 as newId } from 'uuid';
import type { UserPrincipal } from '../access/principal.js';
import type { Commit } from '../audit/commit.js';
import { FactorNotices } from './factor-notices.js';
import { PasskeyChallenges } from './passkey-challenges.js';
import { creationOptions } from './passkey-options.js';
import { PasskeyUses } from './passkey-uses.js';
import { ProofService } from './proof.service.js';
import { newRecoveryCodes } from './recovery-codes.js';
import { hasCertificate, verifyNewPasskey } from './verify-passkey.js';

/** More than anybody has devices. Browsers get the whole list. */
const MOST_PASSKEYS = 20;

/** What people do with their own passkeys. */
@Injectable()
export class PasskeysService {
  constructor(
    private readonly passkeys: PasskeysRepository,
    private readonly factors: SecondFactorsRepository,
    private readonly challenges: PasskeyChallenges,
    private readonly uses: PasskeyUses,
    private readonly proof: ProofService,
    private readonly notices: FactorNotices,
  ) {}

  /**
   * What a browser needs to prove with a passkey that a change is the person's.
   * @throws ProblemError `no_second_factor`, `not_configured`
   */
  ask({ id, sessionId }: UserPrincipal): Promise<PasskeyRequest> {
    return this.uses.ask(id, 'prove', sessionId);
  }

  /**
   * What a browser needs to make a passkey. Only who has proved who they are gets it, so the answer needs no other proof.
   * Not somebody without a password: their OpenID provider decides whether they come in, and a passkey would get around it.
   * @throws ProblemError `no_password`, `not_configured`, `too_many_passkeys`, and those of ProofService
   */
  async begin(person: UserPrincipal, proof: Proof, requestId: string): Promise<PasskeyCreation> {
    if (!person.hasPassword) throw new ProblemError('no_password/passkey');
    if (!this.challenges.party) throw new ProblemError('not_configured/passkeys');
    const user = await this.proof.check(person, proof, requestId);
    const known = await this.passkeys.list(person.id);
    requireFew(known);
    return creationOptions(await this.challenges.make('add', person.sessionId), user, known);
  }

  /**
   * Stores the passkey that the browser has made.
   * @returns it, and recovery codes if there were none
   * @throws ProblemError `challenge_over`, `passkey_refused`, `too_many_passkeys`, `not_configured`
   */
  async add(
    person: UserPrincipal,
    { name, passkey }: NewPasskey,
    requestId: string,
    commit: Commit,
  ): Promise<AddedPasskey> {
    const expected = await this.challenges.take('add', person.sessionId);
    if (await hasCertificate(passkey)) throw new ProblemError('passkey_refused/attestation');
    const verified = await verifyNewPasskey(passkey, expected);
    if (!verified) throw new ProblemError('passkey_refused');
    const record: PasskeyRecord = {
      _id: newId(),
      userId: person.id,
      ...verified,
      transports: passkey.response.transports ?? [],
      name,
      createdAt: new Date(),
      lastUsedAt: null,
    };
    const { recoveryCodes } = await commit(async (session) => {
      requireFew(await this.passkeys.list(person.id, session));
      const factor = await this.factors.find(person.id, session);
      const fresh = factor?.recoveryCodes.length ? null : newRecoveryCodes();
      await this.passkeys.insert(record, session).catch((error: unknown) => {
        throw isDuplicateKey(error) ? new ProblemError('passkey_refused/known') : error;
      });
      if (fresh) await this.factors.setRecoveryCodes(person.id, fresh.stored, session);
      return { id: record._id, recoveryCodes: fresh?.shown ?? null };
    });
    await this.notices.tell(person, 'passkeyAdded', requestId);
    return { passkey: passkeyAnswer(record), recoveryCodes };
  }

  /** @throws ProblemError `passkey_not_found` */
  async rename({ id }: UserPrincipal, passkeyId: string, name: string, commit: Commit): Promise<Passkey> {
    const renamed = await commit(async (session) => {
      const record = await this.passkeys.rename(id, passkeyId, name, session);
      if (!record) throw notFound();
      return record;
    });
    return passkeyAnswer(renamed);
  }

  /** @throws ProblemError `passkey_not_found`, and those of ProofService */
  async remove(
    person: UserPrincipal,
    passkeyId: string,
    proof: Proof,
    requestId: string,
    commit: Commit,
  ): Promise<void> {
    if (!(await this.passkeys.find(person.id, passkeyId))) throw notFound();
    await this.proof.check(person, proof, requestId);
    await commit(async (session) => {
      if (!(await this.passkeys.remove(person.id, passkeyId, session))) throw notFound();
      await this.factors.dropUnneededCodes(person.id, session);
      return { id: passkeyId };
    });
    await this.notices.tell(person, 'passkeyRemoved', requestId);
  }
}

/** A passkey as the API shows it. */
export function passkeyAnswer({ _id, name, createdAt, lastUsedAt }: PasskeyRecord): Passkey {
  return { id: _id, name, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}

function requireFew({ length }: readonly unknown[]): void {
  if (length >= MOST_PASSKEYS) throw new ProblemError('too_many_passkeys', { with: { limit: MOST_PASSKEYS } });
}

function notFound(): ProblemError {
  return new ProblemError('passkey_not_found');
}
