import { Injectable } from '@nestjs/common';
import { erasureMark } from '#contact-rules';
import type { ContactEditResult, ErasureJob } from '#contracts';
import { EventPublisher } from '#messaging';
import { optOutId } from '#persistence';
import { EditResultsRepository } from './edit-results.repository.js';
import { OptOuts } from './opt-outs.js';
import { WritableOptOutsRepository } from './writable-opt-outs.repository.js';

/**
 * Erases what is known of a person. What counts is a mark "do not contact" for all accounts that says so; from then on
 * nothing is taken in about the number. It is copied to the contacts as every such mark is, and a contact that gets it
 * loses everything but its number. So whoever takes over after a crash finishes it, and a contact that was being
 * created at the same moment is erased too.
 */
@Injectable()
export class Erasures {
  constructor(
    private readonly stored: WritableOptOutsRepository,
    private readonly optOuts: OptOuts,
    private readonly results: EditResultsRepository,
    private readonly publisher: EventPublisher,
  ) {}

  /** @param jobId identifies the order: carried out again, it changes nothing and has the same result */
  async apply({ organisationId, phones, changedBy }: ErasureJob, jobId: string): Promise<ContactEditResult> {
    const result = await this.publisher.transaction(async ({ session }) => {
      const known = await this.results.find(organisationId, jobId, session);
      if (known) return known;
      const before = await this.stored.ofAllAccounts(organisationId, phones, session);
      const left = phones.filter((phone) => !before.get(phone)?.mark?.erased);
      const now = new Date();
      const mark = erasureMark(now, changedBy);
      const common = { organisationId, accountId: null, mark, changedBy, changedAt: now, due: now };
      await this.stored.store(
        left.map((phone) => ({ ...common, _id: optOutId(organisationId, phone), phone })),
        session,
      );
      const done: ContactEditResult = { outcome: left.length > 0 ? 'updated' : 'unchanged' };
      await this.results.insert(organisationId, jobId, done, session);
      return done;
    });
    const records = [...(await this.stored.ofAllAccounts(organisationId, phones)).values()];
    const due = records.filter((record) => record.due);
    if (due.length > 0) await this.optOuts.spread(organisationId, due);
    return result;
  }
}
