import { standingOf } from '#contact-rules';
import type { AnyBulkWriteOperation, Collection } from 'mongodb';
import { isDeepStrictEqual } from 'node:util';
import type { AudienceRecord } from '../campaigns/audience.schema.js';
import { contactKeys, searchKeys } from '../contacts/contact-keys.js';
import type { ContactRecord } from '../contacts/contact.schema.js';
import { inBatches } from '../in-batches.js';
import type { MigrationStep } from './migration.js';

/** Few, because a contact may have 800 kB of values. */
const BATCH = 100;

/**
 * Brings the derived keys of all contacts, and of their copies in the campaigns service's view, to the present rule.
 * It compares every contact, because services of an older build write by the old rule. What somebody changes at the
 * same moment is left to them. Revisions stay, because what people see does not change.
 */
export async function rebuildKeys({ db, at, note }: MigrationStep): Promise<void> {
  const contacts = db.collection<ContactRecord>('contacts');
  const audience = db.collection<AudienceRecord>('audience');
  const cursor = contacts.find(at === null ? {} : { _id: { $gt: at } }, { sort: { _id: 1 }, batchSize: BATCH });
  for await (const batch of inBatches(cursor, BATCH)) {
    const contactsChanged = await write(
      contacts,
      batch.map((contact) => ({
        record: contact,
        keys: contactKeys(contact.phone, contact, contact.lastImport?.id),
      })),
    );
    const audienceChanged = await write(audience, await audienceKeys(audience, batch));
    await note(batch.at(-1)!._id, { contactsRead: batch.length, contactsChanged, audienceChanged });
  }
}

/** The keys that the view should have of those contacts of which it has the same revision. */
async function audienceKeys(
  audience: Collection<AudienceRecord>,
  contacts: readonly ContactRecord[],
): Promise<{ record: AudienceRecord; keys: Partial<AudienceRecord> }[]> {
  const members = await audience.find({ _id: { $in: contacts.map(({ _id }) => _id) } }).toArray();
  const byId = new Map(members.map((member) => [member._id, member]));
  return contacts.flatMap((contact) => {
    const record = byId.get(contact._id);
    if (record?.rev !== contact.rev) return [];
    const standing = standingOf(contact, contact.reachability);
    return [{ record, keys: { standing, ...searchKeys(contact.phone, contact) } }];
  });
}

/** Writes the keys that differ, unless the record was changed meanwhile. @returns how many it wrote */
async function write<T extends ContactRecord | AudienceRecord>(
  collection: Collection<T>,
  intended: readonly { record: T; keys: Partial<T> }[],
): Promise<number> {
  const updates = intended
    .filter(({ record, keys }) =>
      Object.entries(keys).some(([name, key]) => !isDeepStrictEqual(record[name as keyof T], key)),
    )
    .map(({ record: { _id, accountId, phone, rev }, keys }) => ({
      updateOne: { filter: { _id, accountId, phone, rev }, update: { $set: keys } },
    }));
  if (updates.length === 0) return 0;
  const result = await collection.bulkWrite(updates as unknown as AnyBulkWriteOperation<T>[], { ordered: false });
  return result.modifiedCount;
}
