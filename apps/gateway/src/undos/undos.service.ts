import { Injectable } from '@nestjs/common';
import type { Undo, UndoTarget } from '#contracts';
import { ImportTurnsRepository } from '#persistence';
import type { Principal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import type { Commit } from '../audit/commit.js';
import { NO_PROGRESS, OrdersService } from '../orders/orders.service.js';
import { UndoTargetService } from './undo-target.service.js';

/** Creates undos. The contacts service carries them out. */
@Injectable()
export class UndosService {
  constructor(
    private readonly targets: UndoTargetService,
    private readonly accounts: AccountsService,
    private readonly turns: ImportTurnsRepository,
    private readonly orders: OrdersService,
  ) {}

  /** @throws ProblemError as {@link UndoTargetService.require}; `no_active_account` */
  async order(principal: Principal, of: UndoTarget, commit: Commit): Promise<Undo> {
    const { account, noteUndo } = await this.targets.require(principal, of);
    await this.accounts.requireActive(principal, account.id);
    const waitsFor = await this.turns.inOrder(account);
    const counts = { restored: 0, takenBack: 0, kept: 0 };
    const own = { ...NO_PROGRESS, of, counts, waitsFor, stage: 'created' as const };
    return this.orders.place('undos', principal, account, own, commit, async (undoId, session) => {
      if (await noteUndo(undoId, session)) return;
      // Somebody else was faster, and this says who.
      await this.targets.require(principal, of);
      throw new Error('an undo was noted, but is not there');
    });
  }
}
