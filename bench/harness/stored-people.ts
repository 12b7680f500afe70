import { BSON, type Collection, type Document } from 'mongodb';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BenchProduct } from './bench-product.js';
import type { Bench } from './figure.js';
import { mongoimport, type MongoTools } from './mongo-tools.js';
import { peopleBlob } from './people-blob.js';

/** The people of the bench, stored in an account of the product. */
export interface StoredPeople {
  product: BenchProduct;
  accountId: string;
  file: Blob;
}

/**
 * An account with `rows` contacts, imported through the API. Figures may read it, and may import the same contacts into
 * it again.
 */
export function storedPeople(bench: Bench): Promise<StoredPeople> {
  return bench.once('stored people', async () => {
    const product = await bench.product();
    const accountId = await product.newAccount();
    const file = await peopleBlob(bench.sizes.rows);
    const { counts } = await product.import(accountId, file);
    if (counts.created !== bench.sizes.rows) throw new Error(`${counts.created} contacts were created`);
    await product.settled();
    return { product, accountId, file };
  });
}

/** Makes indexes with these keys. */
export async function makeIndexes(
  collection: Pick<Collection, 'createIndexes'>,
  keys: readonly Document[],
): Promise<void> {
  if (keys.length > 0) await collection.createIndexes(keys.map((key) => ({ key })));
}

/** The keys of a collection's indexes, but for that of its ids. */
export async function indexKeys(product: BenchProduct, collection: string): Promise<Document[]> {
  const indexes = await product.db.collection(collection).indexes();
  return indexes.map(({ key }) => key).filter((key) => !('_id' in key && Object.keys(key).length === 1));
}

/** A collection with the indexes of contacts, which mongoimport fills with the documents that the product made. */
export class BesideCollection {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'contacts-bench-'));

  private constructor(
    private readonly product: BenchProduct,
    private readonly tools: MongoTools,
    private readonly name: string,
  ) {
    process.once('exit', () => rmSync(this.folder, { recursive: true, force: true }));
  }

  static async make(product: BenchProduct, tools: MongoTools, name: string): Promise<BesideCollection> {
    const made = new BesideCollection(product, tools, name);
    await makeIndexes(made.collection, await indexKeys(product, 'contacts'));
    return made;
  }

  /**
   * Writes an account's stored contacts to a file, in the order of their rows in the import. `as`: the account id to
   * write instead.
   */
  async dump(accountId: string, fileName: string, as = accountId): Promise<string> {
    const file = path.join(this.folder, fileName);
    const contacts = this.product.db.collection<Document & { _id: string }>('contacts');
    // Read in the order of the file, not of an index, because mongoimport would get them in that order.
    const order = await contacts
      .find({ accountId })
      .project<{ _id: string; lastImport: { row: number } }>({ 'lastImport.row': 1 })
      .toArray();
    order.sort((a, b) => a.lastImport.row - b.lastImport.row);
    const out = createWriteStream(file);
    for (let from = 0; from < order.length; from += 1000) {
      const ids = order.slice(from, from + 1000).map(({ _id }) => _id);
      const found = new Map((await contacts.find({ _id: { $in: ids } }).toArray()).map((one) => [one._id, one]));
      const lines = ids.map((id) => {
        const contact = { ...found.get(id)!, _id: id.replace(accountId, as), accountId: as };
        return BSON.EJSON.stringify(contact, { relaxed: false });
      });
      if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain');
    }
    out.end();
    await once(out, 'close');
    return file;
  }

  /** Upserts the file that {@link dump} wrote. */
  async import(file: string): Promise<void> {
    const place = { uri: this.product.mongodbUri, collection: this.name, file };
    await mongoimport(this.tools, this.product.supervisor, place);
  }

  count(accountId: string): Promise<number> {
    return this.collection.countDocuments({ accountId });
  }

  private get collection(): Collection {
    return this.product.db.collection(this.name);
  }
}

/** Stores the people with mongoimport as well, so that both sides are warm. Null without the tool. */
export function besidePeople(bench: Bench, tools: MongoTools): Promise<{ collection: BesideCollection; file: string }> {
  return bench.once('people beside', async () => {
    const { product, accountId } = await storedPeople(bench);
    const collection = await BesideCollection.make(product, tools, 'bench_beside');
    const file = await collection.dump(accountId, 'people.json');
    await collection.import(file);
    return { collection, file };
  });
}
