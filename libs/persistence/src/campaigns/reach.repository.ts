import { Injectable } from '@nestjs/common';
import { reachFigures } from '#contact-rules';
import type { Conditions, Reach } from '#contracts';
import { Remembered } from '#platform';
import { DeadLettersRepository } from '../events/dead-letters.repository.js';
import { OutboxRepository } from '../events/outbox.repository.js';
import { AudienceRepository } from './audience.repository.js';
import type { AccountRef } from '../accounts/scope.js';

/** The reach of segments according to the campaigns service's view, and how fresh that view is. */
@Injectable()
export class ReachRepository {
  private readonly counted = new Remembered<Reach>();

  constructor(
    private readonly audience: AudienceRepository,
    private readonly outbox: OutboxRepository,
    private readonly letters: DeadLettersRepository,
  ) {}

  /** As {@link of}, but perhaps from up to a minute ago if it takes long to count. `upTo` says from when. */
  recent(account: AccountRef, segment: Conditions): Promise<Reach> {
    const key = JSON.stringify([account.id, account.status, segment]);
    return this.counted.get(key, () => this.of(account, segment));
  }

  async of(account: AccountRef, segment: Conditions): Promise<Reach> {
    const freshness = await this.freshness(account);
    const standings = await this.audience.standings(account, segment);
    return { ...reachFigures(standings, account.status), ...freshness };
  }

  /**
   * How far the view has come for an account. Call this before reading the view: everything published before `upTo` is
   * then in what you read.
   */
  async freshness(account: AccountRef): Promise<Pick<Reach, 'upTo' | 'behind'>> {
    const now = new Date();
    const { waiting, oldest } = await this.outbox.backlogOf(account.id, 'ContactChanged', 'campaigns');
    const eventsFailed = await this.letters.ofOrganisation(account.organisationId, 'ContactChanged', 'campaigns');
    return {
      upTo: (oldest ?? now).toISOString(),
      behind: {
        eventsWaiting: waiting,
        oldestSeconds: oldest && Math.max(0, (now.getTime() - oldest.getTime()) / 1000),
        eventsFailed,
      },
    };
  }
}
