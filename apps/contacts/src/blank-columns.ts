import { Injectable } from '@nestjs/common';
import { fold } from '#contact-rules';
import { conditionsSchema, type ColumnsFoundBlank } from '#contracts';
import { EventPublisher } from '#messaging';
import { AccountsRepository, ContactsRepository, ImportLedgerRepository, type AccountRef } from '#persistence';
import { ContactWriter } from './contact-writer.js';

/** The row recorded for a removal through a blank column: that of the header. */
const HEADER_ROW = 1;

/**
 * Removes value names from every contact of an account, because a column of an import was blank throughout. Idempotent:
 * contacts that no longer have the value are no longer found. So the phones being written are first stored in the
 * ledger; otherwise a contact that was written but not published would not be found again.
 */
@Injectable()
export class BlankColumns {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly contacts: ContactsRepository,
    private readonly ledger: ImportLedgerRepository,
    private readonly publisher: EventPublisher,
    private readonly writer: ContactWriter,
  ) {}

  async remove(event: ColumnsFoundBlank): Promise<void> {
    const entry = await this.ledger.find(event.importId, event.batch);
    if (entry?.outcome) return;
    const account = await this.accounts.find(event.organisationId, event.accountId);
    if (!account) throw new Error('the organisation has no such account');

    if (entry?.inHand) await this.writer.announce(account, await this.contacts.findByPhones(account, entry.inHand));
    for (const name of event.names) {
      const contacts = await this.removeValue(account, name, event);
      const { organisationId, accountId, importId } = event;
      await this.publisher.publish('ValueRemoved', { organisationId, accountId, importId, name, contacts });
    }
    await this.ledger.settle(event.importId, event.batch, { created: 0, updated: 0, unchanged: 0, rejected: [] });
  }

  private async removeValue(account: AccountRef, name: string, event: ColumnsFoundBlank): Promise<number> {
    const key = fold(name);
    let removed = 0;
    const conditions = conditionsSchema.parse({ hasValue: [name] });
    for await (const batch of this.contacts.scan(account, conditions, ['phone'])) {
      const phones = batch.map(({ phone }) => phone);
      await this.ledger.takeInHand(event.importId, event.batch, phones);
      const written = await this.writer.write(
        account,
        phones.map((phone) => ({
          phone,
          changedBy: { kind: 'import', id: event.importId, row: HEADER_ROW },
          decide: (existing) => {
            if (!existing) return null;
            const values = existing.values.filter((value) => fold(value.name) !== key);
            return values.length < existing.values.length ? { ...existing, values } : null;
          },
        })),
      );
      await this.writer.announce(account, written);
      removed += written.length;
    }
    return removed;
  }
}
