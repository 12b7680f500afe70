import { Injectable } from '@nestjs/common';
import { fold } from '#contact-rules';
import { conditionsSchema, type ColumnsFoundBlank } from '#contracts';
import { EventPublisher, type Transaction } from '#messaging';
import {
  AccountsRepository,
  ContactsRepository,
  ImportLedgerRepository,
  ImportsRepository,
  type AccountRef,
  type ImportBatchRecord,
  everyAccountOf,
} from '#persistence';
import { ContactWriter, type Intention } from './contact-writer.js';

/** The row recorded for a removal through a blank column: that of the header. */
const HEADER_ROW = 1;

/**
 * Removes value names from every contact of an account, because a column of an import was blank throughout. Each
 * transaction changes some contacts and counts them in the ledger. The last one stores the outcome.
 */
@Injectable()
export class BlankColumns {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly contacts: ContactsRepository,
    private readonly imports: ImportsRepository,
    private readonly ledger: ImportLedgerRepository,
    private readonly publisher: EventPublisher,
    private readonly writer: ContactWriter,
  ) {}

  /**
   * Ignores a batch that has an outcome or was given up, and one of an import that has ended.
   * @param progressed called after each transaction, because all contacts of a large account take long
   */
  async remove(event: ColumnsFoundBlank, progressed: () => void): Promise<void> {
    const account = await this.accounts.find(everyAccountOf(event.organisationId), event.accountId);
    if (!account) throw new Error('the organisation has no such account');
    for (const index of event.names.keys()) await this.removeValue(account, event, index, progressed);
    await this.publisher.transaction((transaction) => this.end(transaction, event));
  }

  private async removeValue(
    account: AccountRef,
    event: ColumnsFoundBlank,
    index: number,
    progressed: () => void,
  ): Promise<void> {
    const name = event.names[index]!;
    const conditions = conditionsSchema.parse({ hasValue: [name] });
    for await (const batch of this.contacts.scan(account, conditions, ['phone'])) {
      const intentions = batch.map(({ phone }) => removal(phone, name, event.importId));
      for (let left = intentions; left.length > 0;) {
        const done = await this.publisher.transaction((transaction) =>
          this.removeSome(transaction, account, event, index, left),
        );
        if (done === null) return;
        progressed();
        left = left.slice(done);
      }
    }
  }

  /**
   * A value that a contact gets after it lost the blank one is a new one, and stays: so what an earlier try or another
   * process has removed is passed over.
   * @returns the number of intentions carried out, of which there is at least one; null when the batch is not open
   */
  private async removeSome(
    transaction: Transaction,
    account: AccountRef,
    event: ColumnsFoundBlank,
    index: number,
    intentions: readonly Intention[],
  ): Promise<number | null> {
    const { importId, batch } = event;
    const entry = await this.findOpen(transaction, event);
    if (!entry) return null;
    const due = intentions.filter(({ phone }) => isDue(entry.removedUpTo, index, phone));
    if (due.length === 0) return intentions.length;
    const { changed, done } = await this.writer.write(transaction, account, due);
    const upTo = { index, phone: due[done - 1]!.phone };
    await this.ledger.countRemoved(importId, batch, changed, upTo, transaction.session);
    return intentions.length - due.length + done;
  }

  private async end(transaction: Transaction, event: ColumnsFoundBlank): Promise<void> {
    const entry = await this.findOpen(transaction, event);
    if (!entry) return;
    const { organisationId, accountId, importId, batch, names } = event;
    for (const [index, name] of names.entries()) {
      const contacts = entry.removed?.[index] ?? 0;
      await transaction.publish('ValueRemoved', { organisationId, accountId, importId, name, contacts });
    }
    const outcome = { created: 0, updated: 0, unchanged: 0, rejected: [] };
    await this.ledger.settle(importId, batch, outcome, transaction.session);
  }

  private async findOpen(
    { session }: Transaction,
    { importId, batch, organisationId }: ColumnsFoundBlank,
  ): Promise<ImportBatchRecord | null> {
    if (await this.imports.hasEnded(organisationId, importId, session)) return null;
    return this.ledger.findOpen(importId, batch, session);
  }
}

/** Values are removed one after another, each in the order of phones. */
function isDue(upTo: ImportBatchRecord['removedUpTo'], index: number, phone: string): boolean {
  if (!upTo) return true;
  return index === upTo.index ? phone > upTo.phone : index > upTo.index;
}

function removal(phone: string, name: string, importId: string): Intention {
  const key = fold(name);
  return {
    phone,
    changedBy: { kind: 'import', id: importId, row: HEADER_ROW },
    decide: (existing) => {
      if (!existing) return null;
      const values = existing.values.filter((value) => fold(value.name) !== key);
      return values.length < existing.values.length ? { ...existing, values } : null;
    },
  };
}
