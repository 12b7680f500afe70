import { MongoClient, type ClientSession, type Collection, type Document, type TransactionOptions } from 'mongodb';
import { v7 as uuidv7 } from 'uuid';
import type { BenchProduct } from './bench-product.js';
import type { Bench } from './figure.js';
import { indexKeys, makeIndexes, storedPeople, type StoredPeople } from './stored-people.js';

type Stored = Document & { _id: string };

/**
 * What a batch of new contacts has written: its transaction, but for the progress of the import, and the subscriber that
 * keeps a view of contacts.
 */
export interface WrittenBatch {
  contacts: Stored[];
  /** As campaigns gets it. It is removed when the view has its contacts. */
  event: Stored;
  view: Stored[];
}

/** As the services write. */
const DURABLE: TransactionOptions = { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } };
/** As many transactions at a time as the contacts service has by default. */
const AT_ONCE = 4;
/** Only for its collections: the account of the batches is replaced. */
const SET_ASIDE = 'bench_driver';

/**
 * Imports the people of the bench into another account, and reads what was written. Campaigns is stopped until the events
 * are read, because it takes them away.
 */
export function writtenBatches(bench: Bench): Promise<WrittenBatch[]> {
  return bench.once('written batches', async () => {
    const { product, file } = await storedPeople(bench);
    await product.settled();
    const campaigns = product.service('campaigns');
    const accountId = await product.newAccount();
    await campaigns.stop();
    let events: Stored[];
    try {
      await product.import(accountId, file);
      const query = { accountId, event: 'ContactChanged' };
      events = await product.db.collection<Stored>('outbox').find(query, { promoteBuffers: true }).toArray();
    } finally {
      await campaigns.start();
    }
    await product.settled();
    const [contacts, view] = await Promise.all(
      ['contacts', 'audience'].map((name) => byPhone(product, name, accountId)),
    );
    const batches = events.map((event) => {
      const payload = JSON.parse((event.payload as Buffer).toString('latin1')) as { contacts: { phone: string }[] };
      const phones = payload.contacts.map(({ phone }) => phone);
      return { event, contacts: take(phones, contacts!), view: take(phones, view!) };
    });
    const told = batches.reduce((sum, batch) => sum + batch.contacts.length, 0);
    if (told !== bench.sizes.rows) throw new Error(`the events tell of ${told} contacts`);
    return batches;
  });
}

async function byPhone(product: BenchProduct, collection: string, accountId: string): Promise<Map<string, Stored>> {
  const found = await product.db.collection<Stored>(collection).find({ accountId }).toArray();
  return new Map(found.map((one) => [one.phone as string, one]));
}

/** @throws Error when one of them was not written */
function take(phones: readonly string[], from: ReadonlyMap<string, Stored>): Stored[] {
  return phones.map((phone) => {
    const found = from.get(phone);
    if (!found) throw new Error('an event tells of a contact that was not written');
    return found;
  });
}

/** The same batches for an account that nobody has. */
export function forFreshAccount(batches: readonly WrittenBatch[]): { accountId: string; batches: WrittenBatch[] } {
  const accountId = uuidv7();
  const copied = (one: Stored) => ({ ...one, _id: `${accountId}/${one.phone as string}`, accountId });
  const copies = batches.map(({ contacts, event, view }) => ({
    contacts: contacts.map(copied),
    event: { ...event, _id: uuidv7(), accountId },
    view: view.map(copied),
  }));
  return { accountId, batches: copies };
}

/** Gives the work the stored people, what an import of them writes, and the driver alone, which is closed at the end. */
export async function besideDriver<T>(
  bench: Bench,
  work: (people: StoredPeople, written: WrittenBatch[], driver: DriverAlone) => Promise<T>,
): Promise<T> {
  const people = await storedPeople(bench);
  const written = await writtenBatches(bench);
  await people.product.settled();
  const driver = await DriverAlone.make(people.product);
  try {
    return await work(people, written, driver);
  } finally {
    await driver.close();
  }
}

/** Collections with the indexes of ours, and the driver alone, which fills them. */
export class DriverAlone {
  private constructor(
    private readonly client: MongoClient,
    readonly contacts: Collection<Stored>,
    private readonly outbox: Collection<Stored>,
    private readonly view: Collection<Stored>,
  ) {}

  /** @param indexesOfContacts default: those of contacts */
  static async make(
    product: BenchProduct,
    indexesOfContacts?: readonly Document[],
    name = SET_ASIDE,
  ): Promise<DriverAlone> {
    const client = await MongoClient.connect(product.mongodbUri);
    const db = client.db();
    const [contacts, outbox, view] = ['contacts', 'outbox', 'audience'].map((of) =>
      db.collection<Stored>(`${name}_${of}`),
    ) as [Collection<Stored>, Collection<Stored>, Collection<Stored>];
    await makeIndexes(contacts, indexesOfContacts ?? (await indexKeys(product, 'contacts')));
    await makeIndexes(outbox, await indexKeys(product, 'outbox'));
    await makeIndexes(view, await indexKeys(product, 'audience'));
    return new DriverAlone(client, contacts, outbox, view);
  }

  /** Writes each batch in a transaction; with `view`, also what the subscriber writes then. */
  async write(batches: readonly WrittenBatch[], { view = false } = {}): Promise<void> {
    let next = 0;
    const writer = async () => {
      for (let batch = batches[next++]; batch; batch = batches[next++]) {
        await this.writeOne(batch);
        if (view) await this.writeView(batch);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, writer));
  }

  private writeOne({ contacts, event }: WrittenBatch): Promise<void> {
    return this.client.withSession((session: ClientSession) =>
      session.withTransaction(async () => {
        await this.contacts.insertMany(contacts, { session });
        await this.outbox.insertOne(event, { session });
      }, DURABLE),
    );
  }

  private async writeView({ event, view }: WrittenBatch): Promise<void> {
    const { writeConcern } = DURABLE;
    await this.view.insertMany(view, { ordered: false, writeConcern });
    await this.outbox.deleteOne({ _id: event._id }, { writeConcern });
  }

  close(): Promise<void> {
    return this.client.close();
  }
}
