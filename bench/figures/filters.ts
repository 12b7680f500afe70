import mongoose from 'mongoose';
import type { Document } from 'mongodb';
import { conditionsSchema, type Conditions, type ConditionsInput, type Contact, type Page } from '#contracts';
import {
  AccountsRepository,
  accountDefinition,
  contactDefinition,
  ContactsRepository,
  encodeCursor,
  decodeCursor,
  type AccountRef,
  type ContactRecord,
  everyAccountOf,
} from '#persistence';
import type { BenchProduct } from '../harness/bench-product.js';
import type { Figure } from '../harness/figure.js';
import { quantile } from '../harness/in-turns.js';
import { storedPeople } from '../harness/stored-people.js';

const LIMIT = 50;
/** The time that HTTP, authentication and parsing the response may take in addition to the query. */
const ALLOWED_MS = 5;
const ALLOWED_RATIO = 1.3;

const SHAPES: Record<string, ConditionsInput> = {
  everything: {},
  'a tag': { tag: ['dog'] },
  'two tags': { tag: ['dog', 'vip'] },
  'any of two tags': { tag: ['newsletter', 'vip'], match: 'any' },
  'not a tag': { notTag: ['cat'] },
  'a value': { value: ['city:Łódź'] },
  'not a value': { notValue: ['gender:female'] },
  'has a value': { hasValue: ['note'] },
  'has no value': { notHasValue: ['city'] },
  'a word': { search: 'sob' },
  'start of a number': { search: '3464' },
  'tag, value and word': { tag: ['vip'], value: ['gender:female'], search: 'jane' },
};

/**
 * For each filter, the first page and one from the middle, over HTTP and with the count; compared with the driver alone
 * running the same commands. The line shows the filter whose 95th percentile misses its goal by most.
 */
export const filters: Figure = {
  name: 'filters',
  title: ({ rows }) => `${Object.keys(SHAPES).length} filters at ${rows.toLocaleString('en')} contacts, p95, the worst`,
  unit: 'ms',
  goal: {
    text: `≤ ${ALLOWED_RATIO}× + ${ALLOWED_MS} ms`,
    value: ALLOWED_RATIO,
    isReached: ({ ours, beside }) => ours <= beside * ALLOWED_RATIO + ALLOWED_MS,
  },
  async measure(bench) {
    const { product, accountId } = await storedPeople(bench);
    const driver = await BareDriver.connect(product, accountId);
    const samples = 8 * bench.sizes.rounds - 4;
    const found: { name: string; ours: number; beside: number }[] = [];
    try {
      for (const [name, shape] of Object.entries(SHAPES)) {
        for (const page of ['first', 'deep'] as const) {
          const after = page === 'deep' ? await driver.middle() : undefined;
          found.push({ name: `${name}, ${page} page`, ...(await compare(product, driver, shape, after, samples)) });
        }
      }
    } finally {
      await driver.close();
    }
    const worst = found.toSorted((a, b) => excess(b) - excess(a))[0]!;
    const details = found.map(
      ({ name, ours, beside }) => `${name}: ${ours.toFixed(1)} ms, bare driver ${beside.toFixed(1)} ms`,
    );
    return { ours: worst.ours, beside: worst.beside, besideName: `bare driver (${worst.name})`, details };
  },
};

function excess({ ours, beside }: { ours: number; beside: number }): number {
  return ours - beside * ALLOWED_RATIO;
}

async function compare(
  product: BenchProduct,
  driver: BareDriver,
  shape: ConditionsInput,
  after: string | undefined,
  samples: number,
): Promise<{ ours: number; beside: number }> {
  const query = new URLSearchParams({ accountId: driver.account.id, limit: String(LIMIT) });
  for (const [name, value] of Object.entries(shape)) for (const one of [value].flat()) query.append(name, one);
  if (after) query.set('after', after);
  const url = `${product.url}/v1/contacts?${query.toString()}`;
  const headers = { authorization: `Bearer ${product.apiKey}` };
  const commands = await driver.commandsOf(conditionsSchema.parse(shape), after);
  const times: Record<'ours' | 'beside', number[]> = { ours: [], beside: [] };
  const ask = {
    ours: async () => {
      const response = await fetch(url, { headers });
      if (response.status !== 200) throw new Error(`the list answered ${response.status}`);
      return ((await response.json()) as Page<Contact>).items.map(({ phone }) => phone);
    },
    beside: () => driver.send(commands),
  };
  for (let sample = -2; sample < samples; sample++) {
    const answers: string[][] = [];
    for (const name of sample % 2 === 0 ? (['ours', 'beside'] as const) : (['beside', 'ours'] as const)) {
      const started = performance.now();
      answers.push(await ask[name]());
      if (sample >= 0) times[name].push(performance.now() - started);
    }
    if (JSON.stringify(answers[0]) !== JSON.stringify(answers[1])) throw new Error('the two pages differ');
  }
  return { ours: quantile(times.ours, 0.95), beside: quantile(times.beside, 0.95) };
}

/** Sends only the commands that the repository sends. */
class BareDriver {
  private sent: Document[] = [];

  private constructor(
    private readonly connection: mongoose.Connection,
    private readonly contacts: ContactsRepository,
    readonly account: AccountRef,
  ) {
    connection.getClient().on('commandStarted', ({ command, commandName }) => {
      if (commandName === 'find' || commandName === 'aggregate') this.sent.push(command);
    });
  }

  static async connect(product: BenchProduct, accountId: string): Promise<BareDriver> {
    const connection = await mongoose.createConnection(product.mongodbUri, { monitorCommands: true }).asPromise();
    const model = connection.model(contactDefinition.name, contactDefinition.schema);
    const accounts = new AccountsRepository(
      connection.model(accountDefinition.name, accountDefinition.schema) as never,
    );
    const account = await accounts.find(everyAccountOf(product.organisationId), accountId);
    return new BareDriver(connection, new ContactsRepository(model as never), account!);
  }

  /** A cursor in the middle of the account, sorted by phone. */
  async middle(): Promise<string> {
    const collection = this.connection.collection<ContactRecord>('contacts');
    const count = await collection.countDocuments({ accountId: this.account.id });
    const [contact] = await collection
      .find({ accountId: this.account.id })
      .sort({ phone: 1 })
      .skip(Math.floor(count / 2))
      .limit(1)
      .toArray();
    return encodeCursor({ ...(contact as unknown as ContactRecord), sort: 'phone' });
  }

  async commandsOf(conditions: Conditions, after: string | undefined): Promise<Document[]> {
    this.sent = [];
    const cursor = after === undefined ? null : decodeCursor(after, 'phone');
    await this.contacts.findPage([this.account], conditions, { sort: 'phone', limit: LIMIT, after: cursor });
    await this.contacts.count([this.account], conditions, false);
    // Before both, the repository may count facets; a page and its count are what the list is compared with.
    const [page, count] = [this.sent.find(({ find }) => find !== undefined)!, this.sent.at(-1)!];
    return [page, count].map(({ lsid: _, $db: _db, $clusterTime: _time, txnNumber: _number, ...command }) => command);
  }

  /** Sends both at the same time, like the gateway. @returns the phones of the page */
  async send([find, count]: Document[]): Promise<string[]> {
    const db = this.connection.db!;
    const [page] = await Promise.all([db.command(find!), db.command(count!)]);
    const { firstBatch } = (page as { cursor: { firstBatch: ContactRecord[] } }).cursor;
    return firstBatch.slice(0, LIMIT).map(({ phone }) => phone);
  }

  close(): Promise<void> {
    return this.connection.close();
  }
}
