import { Injectable } from '@nestjs/common';
import { erasedState, isAsWide, isErased } from '#contact-rules';
import type { ContactEditResult, OptOutJob } from '#contracts';
import { EventPublisher, type Transaction } from '#messaging';
import {
  AccountsRepository,
  optOutId,
  everyAccountOf,
  type AccountRef,
  type KnownContact,
  type OptOutRecord,
} from '#persistence';
import { ContactWriter, type Intention } from './contact-writer.js';
import { EditResultsRepository } from './edit-results.repository.js';
import { WritableOptOutsRepository } from './writable-opt-outs.repository.js';

/** No transaction that began before a mark was set is still open after this time: MongoDB ends it after 60 seconds. */
const LATER_MS = 2 * 60_000;

/**
 * Marks single contacts as "do not contact", and takes the mark off. What counts is stored in `opt_outs`, together with
 * the contact, the event about it and the result. What holds for all accounts is then copied to the contacts with the same
 * phone number in the others.
 */
@Injectable()
export class OptOuts {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly optOuts: WritableOptOutsRepository,
    private readonly results: EditResultsRepository,
    private readonly publisher: EventPublisher,
    private readonly writer: ContactWriter,
  ) {}

  /** @param jobId identifies the order: carried out again, it changes nothing and has the same result */
  async apply(job: OptOutJob, jobId: string): Promise<ContactEditResult> {
    const { organisationId, phone } = job;
    const account = await this.accounts.find(everyAccountOf(organisationId), job.accountId);
    if (!account) return { outcome: 'not_found' };
    const result = await this.publisher.transaction(async (transaction) => {
      const { session } = transaction;
      const known = await this.results.find(organisationId, jobId, session);
      if (known) return known;
      const result = await this.change(transaction, account, job);
      await this.results.insert(organisationId, jobId, result, session);
      return result;
    });
    const stored = (await this.optOuts.ofAllAccounts(organisationId, [phone])).get(phone);
    if (stored?.due) await this.spread(organisationId, [stored]);
    return result;
  }

  private async change(
    transaction: Transaction,
    account: AccountRef,
    { phone, mark, changedBy }: OptOutJob,
  ): Promise<ContactEditResult> {
    const { organisationId } = account;
    let result: ContactEditResult = { outcome: 'not_found' };
    const was = { forAll: false };
    const decide: Intention['decide'] = (existing) => {
      if (!existing) return null;
      const isSame = mark ? isAsWide(existing.optOut, mark.scope) : !existing.optOut;
      result = { outcome: isSame ? 'unchanged' : 'updated' };
      was.forAll = existing.optOut?.scope === 'organisation';
      return isSame ? null : { ...existing, optOut: mark };
    };
    await this.writer.write(transaction, account, [{ phone, changedBy, decide }]);
    if (!mark && was.forAll) {
      const now = new Date();
      const taken = { _id: optOutId(organisationId, phone), organisationId, accountId: null, phone, mark: null };
      await this.optOuts.store([{ ...taken, changedBy, changedAt: now, due: now }], transaction.session);
    }
    return result;
  }

  /**
   * Brings contacts in all accounts of an organisation into agreement with what holds for all. It is done at once, and
   * again later: a contact that was being created in the same moment, in a transaction that did not see the mark yet, is
   * found only then. Until that time, freezing an audience looks at the mark itself.
   */
  async spread(organisationId: string, records: readonly OptOutRecord[]): Promise<void> {
    const begun = Date.now();
    const phones = records.map(({ phone }) => phone).sort();
    for (const account of await this.accounts.list(everyAccountOf(organisationId))) {
      for (let left = phones; left.length > 0;) {
        const done = await this.publisher.transaction((transaction) => this.copy(transaction, account, left));
        left = left.slice(done);
      }
    }
    for (const record of records) {
      const again = record.changedAt.getTime() + LATER_MS;
      await this.optOuts.setDue(record, begun < again ? new Date(again) : null);
    }
  }

  /** @returns how many of the phones are done */
  private async copy(transaction: Transaction, account: AccountRef, phones: readonly string[]): Promise<number> {
    const stored = await this.optOuts.ofAllAccounts(account.organisationId, phones, transaction.session);
    const intentions = phones.flatMap((phone): Intention[] => {
      const record = stored.get(phone);
      return record ? [{ phone, changedBy: record.changedBy, decide: (existing) => copied(existing, record) }] : [];
    });
    const { done } = await this.writer.write(transaction, account, intentions);
    return done === intentions.length ? phones.length : done;
  }
}

/** @returns null when the contact agrees with what holds for all accounts */
function copied(existing: KnownContact | null, { mark }: OptOutRecord): ReturnType<Intention['decide']> {
  if (!existing) return null;
  if (mark?.erased) return isErased(existing, mark) ? null : { ...erasedState(mark), erases: true };
  const own = existing.optOut?.scope === 'organisation' ? existing.optOut : null;
  if (mark ? own?.at === mark.at : own === null) return null;
  return { ...existing, optOut: mark };
}
