import { Inject, Injectable } from '@nestjs/common';
import { PasskeysRepository } from '#persistence';
import { CONFIG, newToken, ProblemError, type Config } from '#platform';
import { CHALLENGE_SECONDS } from './passkey-options.js';
import { relyingParty, type RelyingParty } from './relying-party.js';

/** What a passkey is asked for. A challenge for one purpose serves no other. */
type Purpose = 'add' | 'prove' | 'second-step' | 'sign-in';

/**
 * Makes what passkeys must sign. A challenge belongs to one purpose of one session or sign-in, and is gone with its first
 * answer. It is stored, so any gateway takes the answer.
 */
@Injectable()
export class PasskeyChallenges {
  /** Null where browsers know no passkeys. */
  readonly party: RelyingParty | null;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly passkeys: PasskeysRepository,
  ) {
    this.party = relyingParty(config);
  }

  /**
   * @param holder the id of the session, or the hash of the token of a sign-in
   * @throws ProblemError `not_configured`
   */
  async make(purpose: Purpose, holder: string): Promise<{ challenge: string; party: RelyingParty }> {
    const party = this.requireParty();
    const challenge = newToken();
    const expiresAt = new Date(Date.now() + CHALLENGE_SECONDS * 1000);
    await this.passkeys.challenge({ _id: `${purpose}/${holder}`, challenge, expiresAt });
    return { challenge, party };
  }

  /** Uses the challenge up, whatever the answer is worth. @throws ProblemError `challenge_over`, `not_configured` */
  async take(purpose: Purpose, holder: string): Promise<{ challenge: string; party: RelyingParty }> {
    const party = this.requireParty();
    const challenge = await this.passkeys.takeChallenge(`${purpose}/${holder}`, new Date());
    if (challenge === null) throw new ProblemError('challenge_over');
    return { challenge, party };
  }

  private requireParty(): RelyingParty {
    if (!this.party) throw new ProblemError('not_configured/passkeys');
    return this.party;
  }
}
