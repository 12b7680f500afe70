import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { conditionsSchema, type ContactUpserted, type Statement } from '#contracts';
import { EventPublisher, MessagingModule } from '#messaging';
import {
  AccountsRepository,
  ContactsRepository,
  ImportLedgerRepository,
  migrateDatabase,
  PersistenceModule,
  type AccountRef,
} from '#persistence';
import { createLogger, loadConfig, PlatformModule } from '#platform';
import { ContactWriter, type Intention } from '../../apps/contacts/src/contact-writer.js';
import { ImportBatches } from '../../apps/contacts/src/import-batches.js';
import { SpellingsRepository } from '../../apps/contacts/src/spellings.repository.js';
import { WritableContactChangesRepository } from '../../apps/contacts/src/writable-contact-changes.repository.js';
import { WritableContactsRepository } from '../../apps/contacts/src/writable-contacts.repository.js';
import { WritableOptOutsRepository } from '../../apps/contacts/src/writable-opt-outs.repository.js';
import { findNews } from '../../apps/importer/src/apply/find-news.js';
import { withDatabase } from '../support/mongodb-uri.js';

const BATCH_ROWS = 4;
const PHONES = Array.from({ length: 16 }, (_, index) => `3460000${String(index).padStart(4, '0')}`);

const statement = (phone: string) =>
  fc.record({
    phone: fc.constant(phone),
    name: fc.constantFrom('Jane', 'Ana María', 'Li'),
    tags: fc.option(fc.uniqueArray(fc.constantFrom('dog', 'cat', 'vip'), { maxLength: 2 })),
    values: fc.uniqueArray(
      fc.record({ name: fc.constantFrom('city', 'gender'), value: fc.option(fc.constantFrom('London', 'Madrid')) }),
      { maxLength: 2, selector: ({ name }) => name },
    ),
  });
/** One row per phone, as after the check. */
const file = fc
  .subarray(PHONES, { minLength: 1 })
  .chain((phones) => fc.tuple(...phones.map(statement)))
  .map((rows): Statement[] => rows.map((row, index) => ({ ...row, row: index + 2 })));
const options = fc.record({
  blankCells: fc.constantFrom('keep' as const, 'clear' as const),
  tagsMode: fc.constantFrom('replace' as const, 'add' as const),
});

/** Real MongoDB and Redis; the contacts service's own classes, called like its event handler calls them. */
describe('the batches of an import', () => {
  let app: INestApplicationContext;
  let uri: string;

  beforeAll(async () => {
    const name = `test-${randomBytes(5).toString('hex')}`;
    uri = withDatabase(process.env.MONGODB_URI!, name);
    const config = loadConfig({ ...process.env, MONGODB_URI: uri, REDIS_PREFIX: `{${name}}`, S3_BUCKET: name });
    const logger = createLogger('test', { LOG_LEVEL: 'silent', LOG_PRETTY: false });
    @Module({
      imports: [PlatformModule.forRoot(config, logger), PersistenceModule.forRoot(uri), MessagingModule],
      providers: [
        ContactWriter,
        ImportBatches,
        SpellingsRepository,
        WritableContactChangesRepository,
        WritableContactsRepository,
        WritableOptOutsRepository,
      ],
    })
    class TestModule {}
    await migrateDatabase(uri);
    app = await NestFactory.createApplicationContext(TestModule, { logger: false, abortOnError: false });
  }, 60_000);
  afterAll(async () => {
    await app?.close();
    const connection = await mongoose.createConnection(uri).asPromise();
    await connection.dropDatabase();
    await connection.close();
  });

  it('give the same contacts and counts in any order, however often they are repeated, complete or with only new rows', async () => {
    await fc.assert(
      fc.asyncProperty(file, file, options, fc.infiniteStream(fc.nat()), async (before, rows, how, random) => {
        const [straight, shuffled] = [await newAccount(), await newAccount()];
        for (const account of [straight, shuffled]) await apply(account, before, how, (batches) => batches);
        const expected = await apply(straight, rows, how, (batches) => batches);
        const arrange = (batches: ContactUpserted[]) => shuffledAndRepeated(batches, random);
        expect(await apply(shuffled, rows, how, arrange, findNews)).toEqual(expected);
        expect(await contactsOf(shuffled)).toEqual(await contactsOf(straight));
        const nothing = { created: 0, updated: 0, unchanged: rows.length, rejected: 0 };
        expect(await apply(straight, rows, how, (batches) => batches)).toEqual(nothing);
        expect(await apply(shuffled, rows, how, arrange, findNews)).toEqual(nothing);
      }),
      { numRuns: 15, seed: 3 },
    );
  }, 120_000);

  it('leave out rows that an import already stated, unless the contact has changed since', async () => {
    const account = await newAccount();
    const how = { blankCells: 'keep', tagsMode: 'replace' } as const;
    const sent: number[] = [];
    const asIs = (batches: ContactUpserted[]) => {
      sent.push(batches.reduce((sum, batch) => sum + batch.rows.length, 0));
      return batches;
    };
    const rows = PHONES.slice(0, 5).map((phone, index): Statement => ({
      ...{ row: index + 2, phone, name: 'Jane', tags: ['dog'] },
      values: [{ name: 'city', value: 'London' }],
    }));
    await apply(account, rows, how, asIs, findNews);
    const before = await contactsOf(account);
    const edit = (phone: string, change: object) => {
      const decide: Intention['decide'] = (contact) => ({ ...contact!, ...change });
      const intention: Intention = { phone, changedBy: { kind: 'user', id: uuidv7() }, decide };
      return app
        .get(EventPublisher)
        .transaction((transaction) => app.get(ContactWriter).write(transaction, account, [intention]));
    };
    await edit(PHONES[0]!, { name: 'Ann' });
    await edit(PHONES[1]!, { tags: [] });
    await edit(PHONES[2]!, { values: [] });
    await edit(PHONES[3]!, { reachability: { status: 'usable', reason: null } });
    expect(await apply(account, rows, how, asIs, findNews)).toMatchObject({ updated: 3, unchanged: 2 });
    const after = await contactsOf(account);
    expect(after).toEqual(before.map((contact, index) => ({ ...contact, rev: [3, 3, 3, 2, 1][index] })));
    // With other options, the same cells state something else.
    const added = rows.map((row) => ({ ...row, tags: ['cat'] }));
    expect(await apply(account, added, { ...how, tagsMode: 'add' }, asIs, findNews)).toMatchObject({ updated: 5 });
    expect(await apply(account, added, how, asIs, findNews)).toMatchObject({ updated: 5 });
    expect(await apply(account, added, how, asIs, findNews)).toMatchObject({ unchanged: 5 });
    expect(sent).toEqual([5, 4, 5, 5, 0]);
  }, 60_000);

  async function newAccount(): Promise<AccountRef> {
    const rest = { phoneNumber: '1', displayName: 'A', status: 'active', createdAt: new Date() } as const;
    const record = { _id: uuidv7(), organisationId: uuidv7(), phoneNumberId: uuidv7(), ...rest };
    return app.get(AccountsRepository).insert(record);
  }

  async function apply(
    account: AccountRef,
    rows: Statement[],
    how: ContactUpserted['options'],
    arrange: (batches: ContactUpserted[]) => ContactUpserted[],
    newsOf: typeof findNews = (_contacts, _account, _options, all) => Promise.resolve({ rows: [...all], unchanged: 0 }),
  ) {
    const ledger = app.get(ImportLedgerRepository);
    const importId = uuidv7();
    const batches: ContactUpserted[] = [];
    for (let at = 0; at < rows.length; at += BATCH_ROWS) {
      const batch = batches.length;
      const some = rows.slice(at, at + BATCH_ROWS);
      const { organisationId, id: accountId } = account;
      const news = await newsOf(app.get(ContactsRepository), account, how, some);
      batches.push({ organisationId, accountId, importId, batch, options: how, ...news });
      const [rowFrom, rowTo] = [some[0]!.row, some.at(-1)!.row];
      await ledger.open({
        importId,
        n: batch,
        rowFrom,
        rowTo,
        rows: some.length,
        byteFrom: at,
        byteTo: at + some.length,
      });
    }
    await Promise.all(arrange(batches).map((batch) => app.get(ImportBatches).apply(batch)));
    const { created, updated, unchanged, rejected } = await ledger.summary(importId);
    return { created, updated, unchanged, rejected };
  }

  async function contactsOf(account: AccountRef) {
    const { items } = await app
      .get(ContactsRepository)
      .findPage([account], conditionsSchema.parse({}), { sort: 'phone', limit: 500, after: null });
    // The import's id differs in each run.
    const ofContact = (facets: string[]) => facets.filter((facet) => !facet.startsWith('i:'));
    return items.map(({ phone, name, tags, values, facets, rev }) => {
      return { phone, name, tags, values, facets: ofContact(facets), rev };
    });
  }
});

/** Each batch one to three times, in a random order. */
function shuffledAndRepeated(batches: ContactUpserted[], random: Iterator<number>): ContactUpserted[] {
  const next = (): number => random.next().value as number;
  const repeated = batches.flatMap((batch) => Array.from({ length: 1 + (next() % 3) }, () => batch));
  return repeated
    .map((batch) => ({ batch, key: next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ batch }) => batch);
}
