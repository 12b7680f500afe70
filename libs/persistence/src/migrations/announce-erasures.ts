import { versionFor, type ContactErased } from '#contracts';
import type { Collection } from 'mongodb';
import type { CampaignRecord } from '../campaigns/campaign.schema.js';
import type { ContactRecord } from '../contacts/contact.schema.js';
import type { OptOutRecord } from '../contacts/opt-out.schema.js';
import { outboxRecord } from '../events/outbox-record.js';
import type { OutboxRecord } from '../events/outbox.schema.js';
import { inBatches } from '../in-batches.js';
import type { MigrationStep } from './migration.js';

const BATCH = 100;
/** What an erasure leaves for good. */
const ERASED = { accountId: null, 'mark.erased': true } as const;

/**
 * Tells the campaigns service of everybody who is erased, for each account with an audience, as an erasure itself does
 * now: it takes them out of lists and files. Told again, it changes nothing.
 */
export async function announceErasures({ db, at, note }: MigrationStep): Promise<void> {
  const optOuts = db.collection<OptOutRecord>('opt_outs');
  const campaigns = db.collection<CampaignRecord>('campaigns');
  const contacts = db.collection<ContactRecord>('contacts');
  const outbox = db.collection<OutboxRecord>('outbox');
  for (const organisationId of (await optOuts.distinct('organisationId', ERASED)).sort()) {
    const accountIds = await campaigns.distinct('accountId', { organisationId, freezeId: { $ne: null } });
    if (accountIds.length === 0) continue;
    // Ids begin with that of the organisation, so there are none left of those that are done.
    const query = { organisationId, ...ERASED, ...(at !== null && { _id: { $gt: at } }) };
    const cursor = optOuts.find(query, { sort: { _id: 1 }, batchSize: BATCH });
    for await (const erased of inBatches(cursor, BATCH)) {
      const events: ContactErased[] = [];
      for (const accountId of accountIds) {
        const found = await erasedIn(contacts, accountId, erased);
        if (found.length > 0) events.push({ organisationId, accountId, contacts: found });
      }
      const records = events.map((event) =>
        outboxRecord('ContactErased', event, versionFor('ContactErased', event), ['campaigns']),
      );
      if (records.length > 0) await outbox.insertMany(records);
      await note(erased.at(-1)!._id, { peopleErased: erased.length, eventsAdded: records.length });
    }
  }
}

/** Those of these people who are contacts of an account. Contacts are never deleted, so an audience has nobody else. */
async function erasedIn(
  contacts: Collection<ContactRecord>,
  accountId: string,
  erased: readonly OptOutRecord[],
): Promise<ContactErased['contacts']> {
  const ids = erased.map(({ phone }) => `${accountId}/${phone}`);
  const found = await contacts.find({ _id: { $in: ids }, accountId }, { projection: { phone: 1, rev: 1 } }).toArray();
  const times = new Map(erased.map(({ phone, mark }) => [phone, mark!.at]));
  return found.map(({ phone, rev }) => ({ phone, revision: rev, erasedAt: times.get(phone)! }));
}
