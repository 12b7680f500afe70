import { Inject, Injectable } from '@nestjs/common';
import { isFinished, type UndoTarget } from '#contracts';
import {
  ContactChangesRepository,
  ImportsRepository,
  OrdersRepository,
  type AccountRef,
  type AccountScope,
} from '#persistence';
import { CONFIG, ProblemError, type Config } from '#platform';
import type { ClientSession } from 'mongodb';
import { AccountsService } from '../accounts/accounts.service.js';
import { OrdersService } from '../orders/orders.service.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What is to be undone, as it was read. */
interface Found {
  account: AccountRef;
  hasEnded: boolean;
  beganAt: Date;
  /** How many contacts it changed that were there already. */
  changed: number;
  undoneBy: string | null;
  /** @returns false when somebody else has ordered an undo since */
  noteUndo: (undoId: string, session: ClientSession) => Promise<boolean>;
}

/** Finds what is to be undone, and says why it cannot be. */
@Injectable()
export class UndoTargetService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly accounts: AccountsService,
    private readonly imports: ImportsRepository,
    private readonly records: OrdersRepository,
    private readonly orders: OrdersService,
    private readonly changes: ContactChangesRepository,
  ) {}

  /**
   * @throws ProblemError `…_not_found`; `wrong_state` while it is under way; `already_undone`; `before_images_gone`
   * when what
   *   it changed is not kept any more
   */
  async require(scope: AccountScope, of: UndoTarget): Promise<Found> {
    const found = await this.find(scope, of);
    if (!found.hasEnded) throw new ProblemError('wrong_state/undo_running');
    const undo = found.undoneBy && (await this.records.find('undos', scope, found.undoneBy));
    if (undo && undo.status !== 'failed' && undo.status !== 'cancelled')
      throw new ProblemError('already_undone', { with: { id: undo._id } });
    const days = this.config.KEEP_CONTACT_CHANGES_DAYS;
    const isOld = days > 0 && found.beganAt.getTime() < Date.now() - days * DAY_MS;
    if (isOld || (found.changed > 0 && !(await this.changes.hasAnyOf(found.account, of.id))))
      throw new ProblemError('before_images_gone', { with: { days } });
    return found;
  }

  private async find(scope: AccountScope, { kind, id }: UndoTarget): Promise<Found> {
    if (kind === 'import') return this.findImport(scope, id);
    const order = kind === 'undo' ? 'undos' : 'tag-changes';
    const record = await this.orders.record(order, scope, id);
    const { counts, undoneBy = null } = record;
    return {
      account: await this.accounts.require(scope, record.accountId),
      hasEnded: record.finishedAt !== null,
      beganAt: record.startedAt ?? record.createdAt,
      changed: 'updated' in counts ? counts.updated : counts.restored + counts.takenBack,
      undoneBy,
      noteUndo: (undoId, session) => this.records.noteUndo(order, record, undoId, session),
    };
  }

  private async findImport(scope: AccountScope, id: string): Promise<Found> {
    const record = await this.imports.find(scope, id);
    if (!record) throw new ProblemError('import_not_found');
    return {
      account: await this.accounts.require(scope, record.accountId),
      hasEnded: isFinished(record.status),
      beganAt: record.startedAt ?? record.createdAt,
      changed: record.counts.updated,
      undoneBy: record.undoneBy ?? null,
      noteUndo: (undoId, session) => this.imports.noteUndo(record, undoId, session),
    };
  }
}
