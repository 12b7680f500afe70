import { Injectable } from '@nestjs/common';
import type { Replay, ReplayRequest } from '#contracts';
import { isDuplicateKey, OrdersRepository } from '#persistence';
import { ProblemError } from '#platform';
import type { Principal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import type { Commit } from '../audit/commit.js';
import { NO_PROGRESS, OrdersService } from '../orders/orders.service.js';

/** How often it is tried while other replays begin and end. */
const MAX_TRIES = 3;

/** Creates replays. The contacts service carries them out. */
@Injectable()
export class ReplaysService {
  constructor(
    private readonly orders: OrdersService,
    private readonly repository: OrdersRepository,
    private readonly accounts: AccountsService,
  ) {}

  /** @throws ProblemError `account_not_found`; `replay_under_way` when the same replay is running already */
  async order(principal: Principal, { accountId, to }: ReplayRequest, commit: Commit): Promise<Replay> {
    const account = await this.accounts.require(principal.organisationId, accountId);
    for (let tries = 1; ; tries++) {
      try {
        return await this.orders.place('replays', principal, account, { ...NO_PROGRESS, to, inFlight: [] }, commit);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        if (tries === MAX_TRIES) throw new ProblemError('unavailable', { cause: error });
      }
      const open = await this.repository.findOpen('replays', account, { to });
      // Otherwise it has just ended.
      if (open) throw new ProblemError('replay_under_way', { with: { id: open._id } });
    }
  }
}
