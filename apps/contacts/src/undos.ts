import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { undoChanges } from '#contact-rules';
import { coded, conditionsSchema } from '#contracts';
import { progressAfter, type OrderWork, type RunningOrder, type Transaction } from '#messaging';
import {
  ContactChangesRepository,
  ContactsRepository,
  ImportTurnsRepository,
  type ChangesOfContact,
  type UndoRecord,
} from '#persistence';
import { ContactWriter, type Intention } from './contact-writer.js';

const LOOK_AGAIN_MS = 500;

/**
 * Undoes an import, a tag change or an undo: by phone, batch by batch. The contacts of a batch, the events about them and
 * the progress are one transaction. A contact that somebody has changed since stays as it is.
 */
@Injectable()
export class Undos implements OrderWork<'undos'> {
  readonly kind = 'undos';
  readonly failure = coded('internal_error/undo');

  constructor(
    private readonly contacts: ContactsRepository,
    private readonly changes: ContactChangesRepository,
    private readonly turns: ImportTurnsRepository,
    private readonly writer: ContactWriter,
  ) {}

  async carryOut(order: RunningOrder<'undos'>) {
    await this.untilItsTurn(order);
    if (order.record.stage === 'created') await this.takeBackNew(order);
    if (order.isCancelled) return {};
    const { account, record } = order;
    for await (const batch of this.changes.ofOrder(account, record.of.id, record.afterPhone, record._id))
      if (!(await this.undo(order, batch))) return {};
    return {};
  }

  /** Waits for the imports that were in the account's queue before it, or until it is to be cancelled. */
  private async untilItsTurn(order: RunningOrder<'undos'>): Promise<void> {
    for (;;) {
      const queue = new Set(await this.turns.inOrder(order.account));
      if (order.isCancelled || !order.record.waitsFor.some((id) => queue.has(id))) return;
      await sleep(LOOK_AGAIN_MS);
      await order.refresh();
    }
  }

  /** The contacts of which no change is kept, because nobody has changed them since the import created them. */
  private async takeBackNew(order: RunningOrder<'undos'>): Promise<void> {
    const { account, record } = order;
    const { id, kind } = record.of;
    if (kind === 'import') {
      const conditions = conditionsSchema.parse({});
      const ofImport = { ...conditions, import: id };
      const { afterPhone } = record;
      for await (const batch of this.contacts.scan(account, ofImport, ['phone', 'rev'], { afterPhone })) {
        const created = batch.filter(({ rev }) => rev === 1);
        const left = created.map(({ phone }) => ({ phone, isCreator: true, own: [] }));
        if (!(await this.undo(order, left))) return;
      }
    }
    await order.move({ stage: 'changed', afterPhone: '' });
  }

  /** @returns false when the undo is to be cancelled */
  private async undo(order: RunningOrder<'undos'>, batch: readonly ChangesOfContact[]): Promise<boolean> {
    for (let left = batch; left.length > 0; left = left.filter(({ phone }) => phone > order.record.afterPhone)) {
      if (order.isCancelled) return false;
      await order.step((transaction) => this.undoSome(transaction, order, left));
    }
    return true;
  }

  /** Changes as many of the contacts as fit into one transaction. @returns the progress after them */
  private async undoSome(
    transaction: Transaction,
    { account, record }: RunningOrder<'undos'>,
    batch: readonly ChangesOfContact[],
  ): Promise<Partial<UndoRecord>> {
    const counts = { ...record.counts };
    let counted = 0;
    const intentions = batch.map(({ phone, ...changes }): Intention => {
      const decide: Intention['decide'] = (existing) => {
        const verdict = existing ? undoChanges(existing, changes) : { outcome: 'kept' as const };
        // One that was new a moment ago has been changed since, so its turn comes with the changed ones.
        if (verdict.outcome === 'kept' && record.stage === 'created') return null;
        counts[verdict.outcome]++;
        counted++;
        return verdict.outcome === 'kept' ? null : verdict.state;
      };
      return { phone, changedBy: record.createdBy, order: { kind: 'undo', id: record._id }, decide };
    });
    const { done } = await this.writer.write(transaction, account, intentions);
    const progress = progressAfter<'undos'>(record, batch.slice(0, done));
    return { ...progress, counts, processed: record.processed + counted };
  }
}
