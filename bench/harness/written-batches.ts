import { MongoClient, type ClientSession, type Collection, type Document, type TransactionOptions } from 'mongodb';
import { v7 as uuidv7 } from 'uuid';
import type { BenchProduct } from './bench-product.js';
import type { Bench } from './figure.js';
import { indexKeys, storedPeople, type StoredPeople } from './stored-people.js';

type Stored = Document & { _id: string };

/** What one transaction of an import of new contacts has written, but for the progress of the import. */
export interface WrittenBatch {
  contacts: Stored[];
  /** As campaigns gets it. */
  event: Stored;
}

/** As the services write. */
const DURABLE: TransactionOptions = { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } };
/** As many transactions at a time as the contacts service has by default. */
const AT_ONCE = 4;
/** Only for its collections: the account of the batches is replaced. */
const SET_ASIDE = 'bench_driver';

/**
 * Imports the people of the bench into another account, and reads what was written. Campaigns is stopped meanwhile, because
 * it takes the events away.
 */
export function writtenBatches(bench: Bench): Promise<WrittenBatch[]> {
  return bench.once('written batches', async () => {
    const { product, file } = await storedPeople(bench);
    await product.settled();
    const campaigns = product.service('campaigns');
    await campaigns.stop();
    try {
      const accountId = await product.newAccount();
      await product.import(accountId, file);
      const contacts = await product.db.collection<Stored>('contacts').find({ accountId }).toArray();
      const byPhone = new Map(contacts.map((contact) => [contact.phone as string, contact]));
      const query = { accountId, event: 'ContactChanged' };
      const events = await product.db.collection<Stored>('outbox').find(query, { promoteBuffers: true }).toArray();
      const batches = events.map((event) => {
        const payload = JSON.parse((event.payload as Buffer).toString('latin1')) as { contacts: { phone: string }[] };
        return { event, contacts: payload.contacts.map(({ phone }) => byPhone.get(phone)!) };
      });
      const told = batches.reduce((sum, batch) => sum + batch.contacts.length, 0);
      if (told !== bench.sizes.rows) throw new Error(`the events tell of ${told} contacts`);
      return batches;
    } finally {
      await campaigns.start();
    }
  });
}

/** The same batches for an account that nobody has. */
export function forFreshAccount(batches: readonly WrittenBatch[]): { accountId: string; batches: WrittenBatch[] } {
  const accountId = uuidv7();
  const copies = batches.map(({ contacts, event }) => ({
    contacts: contacts.map((one) => ({ ...one, _id: `${accountId}/${one.phone as string}`, accountId })),
    event: { ...event, _id: uuidv7(), accountId },
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
  ) {}

  /** @param indexesOfContacts default: those of contacts */
  static async make(
    product: BenchProduct,
    indexesOfContacts?: readonly Document[],
    name = SET_ASIDE,
  ): Promise<DriverAlone> {
    const client = await MongoClient.connect(product.mongodbUri);
    const db = client.db();
    const [contacts, outbox] = [db.collection<Stored>(`${name}_contacts`), db.collection<Stored>(`${name}_outbox`)];
    const keys = indexesOfContacts ?? (await indexKeys(product, 'contacts'));
    if (keys.length > 0) await contacts.createIndexes(keys.map((key) => ({ key })));
    const ofEvents = await indexKeys(product, 'outbox');
    await outbox.createIndexes(ofEvents.map((key) => ({ key })));
    return new DriverAlone(client, contacts, outbox);
  }

  /** Writes each batch in a transaction. */
  async write(batches: readonly WrittenBatch[]): Promise<void> {
    let next = 0;
    const writer = async () => {
      for (let batch = batches[next++]; batch; batch = batches[next++]) await this.writeOne(batch);
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

  close(): Promise<void> {
    return this.client.close();
  }
}
