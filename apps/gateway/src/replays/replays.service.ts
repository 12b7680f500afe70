import { Injectable } from '@nestjs/common';
import type { Replay, ReplayRequest } from '#contracts';
import { AccountsRepository, OrdersRepository } from '#persistence';
import { ProblemError } from '#platform';
import type { Principal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import type { Commit } from '../audit/commit.js';
import { NO_PROGRESS, OrdersService } from '../orders/orders.service.js';

/** Creates replays. The contacts service carries them out. */
@Injectable()
export class ReplaysService {
  constructor(
    private readonly orders: OrdersService,
    private readonly repository: OrdersRepository,
    private readonly accounts: AccountsService,
    private readonly records: AccountsRepository,
  ) {}

  /** @throws ProblemError `account_not_found`; `replay_under_way` when the same replay is running already */
  async order(principal: Principal, { accountId, to }: ReplayRequest, commit: Commit): Promise<Replay> {
    const account = await this.accounts.require(principal, accountId);
    const alone: Commit = (work) =>
      commit(async (session, publish) => {
        await this.records.takeTurn(account, session);
        const open = await this.repository.findOpen('replays', account, { to }, session);
        if (open) throw new ProblemError('replay_under_way', { with: { id: open._id } });
        return work(session, publish);
      });
    return this.orders.place('replays', principal, account, { ...NO_PROGRESS, to, inFlight: [] }, alone);
  }
}
