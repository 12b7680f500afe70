import { Injectable } from '@nestjs/common';
import type { Audience } from '#contracts';
import { EventPublisher } from '#messaging';
import { AudienceRepository } from '#persistence';
import { AccountLookup } from '../accounts/account-lookup.js';

/** Reads what the campaigns service knows of an account, and how far it is behind. */
@Injectable()
export class AudienceReader {
  constructor(
    private readonly accounts: AccountLookup,
    private readonly audience: AudienceRepository,
    private readonly events: EventPublisher,
  ) {}

  async read(organisationId: string, accountId: string): Promise<Audience> {
    const account = await this.accounts.require(organisationId, accountId);
    // In this order: what was published before now and does not wait any more is in the summary.
    const now = new Date();
    const { waiting, oldest } = await this.events.backlog('ContactChanged', 'campaigns');
    const summary = await this.audience.summary(account);
    return {
      accountId: account.id,
      ...summary,
      // Everything published before the oldest event that still waits is in.
      upTo: (oldest ?? now).toISOString(),
      behind: {
        eventsWaiting: waiting,
        oldestSeconds: oldest && Math.max(0, (now.getTime() - oldest.getTime()) / 1000),
      },
    };
  }
}
