import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContactWriter, type Intention } from '../../apps/contacts/src/contact-writer.js';
import { WritableContactsRepository } from '../../apps/contacts/src/writable-contacts.repository.js';
import { startInside, type Inside } from '../support/inside.js';

const PHONES = Array.from({ length: 60 }, (_, index) => `3460000${String(index).padStart(4, '0')}`);
const WRITERS = ['anna', 'bo', 'cy', 'di'];
const TURNS = 12;

describe('contacts that several write at once', () => {
  let inside: Inside;

  beforeAll(async () => {
    inside = await startInside([ContactWriter, WritableContactsRepository]);
  }, 60_000);
  afterAll(() => inside?.stop());

  it('tell every writer which of its writes succeeded, with one revision for each', async () => {
    const account = await inside.newAccount();
    const writer = inside.app.get(ContactWriter);
    const won = new Map(PHONES.map((phone) => [phone, 0]));
    const decided = new Map<string, Set<string>>(PHONES.map((phone) => [phone, new Set()]));
    const writeAll = async (who: string) => {
      for (let turn = 0; turn < TURNS; turn++) {
        const tag = `${who} ${turn}`;
        const intentions = PHONES.map((phone): Intention => ({
          phone,
          changedBy: { kind: 'user', id: who },
          decide: (existing) => {
            // Nobody else sets this tag. A contact that has it would mean that `decide` was called again after the
            // write.
            if (existing?.tags.includes(tag)) decided.get(phone)!.add(tag);
            return { name: 'Jane', tags: [...(existing?.tags ?? []), tag], values: [] };
          },
        }));
        for (const { phone } of await writer.write(account, intentions)) won.set(phone, won.get(phone)! + 1);
      }
    };
    await Promise.all(WRITERS.map(writeAll));

    const stored = await inside.db.collection('contacts').find({ accountId: account.id }).toArray();
    expect(stored).toHaveLength(PHONES.length);
    for (const { phone, rev, tags } of stored as unknown as { phone: string; rev: number; tags: string[] }[]) {
      expect({ phone, rev, tags: tags.length, again: [...decided.get(phone)!] }).toEqual({
        phone,
        rev: won.get(phone)!,
        tags: WRITERS.length * TURNS,
        again: [],
      });
    }
  }, 120_000);
});
