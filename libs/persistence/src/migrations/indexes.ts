import { ConfigError } from '#platform';
import type { CreateIndexesOptions, Db, IndexDescriptionInfo } from 'mongodb';
import { isDeepStrictEqual } from 'node:util';
import { isDuplicateKey } from '../duplicate-key.js';
import { definitions } from '../definitions.js';
import { indexStateIn } from './migration-records.js';

/** An index as a schema declares it. */
export interface DeclaredIndex {
  collection: string;
  name: string;
  key: Record<string, 1 | -1>;
  options: IndexOptions;
}

/** The options that make a difference. */
type IndexOptions = Pick<
  CreateIndexesOptions,
  'unique' | 'sparse' | 'expireAfterSeconds' | 'partialFilterExpression' | 'collation'
>;
const OPTIONS = ['unique', 'sparse', 'expireAfterSeconds', 'partialFilterExpression', 'collation'] as const;

/** What {@link syncIndexes} changed, as signatures. */
export interface IndexChanges {
  made: string[];
  changed: string[];
  dropped: string[];
  /** Indexes that only builds before this one need. They stay until the clean-up or the next upgrade. */
  kept: string[];
}

/** Thrown when an index cannot be made. */
export class IndexError extends ConfigError {
  override name = 'IndexError';
}

/** The indexes of all schemas. */
export function declaredIndexes(): DeclaredIndex[] {
  return definitions.flatMap(({ schema }) => {
    const collection = schema.get('collection')!;
    return schema.indexes().map(([fields, given]): DeclaredIndex => {
      const key = fields as DeclaredIndex['key'];
      const { name, ...options } = given as IndexOptions & { name?: string };
      return { collection, key, name: name ?? Object.entries(key).flat().join('_'), options: optionsOf(options) };
    });
  });
}

/** An index in one line, which differs when anything about it does. */
export function signatureOf({ collection, name, key, options }: DeclaredIndex): string {
  return `${collection}/${name} ${JSON.stringify({ key, ...options })}`;
}

/**
 * Brings the database's indexes to what the schemas declare. It makes missing ones, which MongoDB does in the
 * background, changes those whose options differ, and drops those that a migration made and nobody declares any more.
 * An index that the build before still declared is kept, because its services may be running, until the next upgrade or
 * a clean-up. Indexes that somebody else made stay.
 * @param cleanUp no service of a build before this one runs any more
 * @param making called before indexes of a collection are made
 */
export async function syncIndexes(
  db: Db,
  declared: readonly DeclaredIndex[],
  { cleanUp, making }: { cleanUp: boolean; making: (collection: string, names: string[]) => Promise<void> },
): Promise<IndexChanges> {
  const existing = await existingIndexes(db, declared);
  const signatures = declared.map(signatureOf);
  const state = await noteDeclared(db, signatures, [...existing.values()].map(signatureOf));
  const changes: IndexChanges = { made: [], changed: [], dropped: [], kept: [] };
  for (const [collection, missing] of byCollection(declared.filter((index) => !existing.has(placeOf(index))))) {
    await making(
      collection,
      missing.map(({ name }) => name),
    );
    await make(db, collection, missing);
    changes.made.push(...missing.map(signatureOf));
  }
  for (const index of declared) {
    const found = existing.get(placeOf(index));
    if (!found || signatureOf(found) === signatureOf(index)) continue;
    await making(index.collection, [index.name]);
    await change(db, found, index);
    changes.changed.push(signatureOf(index));
  }
  const places = new Set(declared.map(placeOf));
  for (const index of existing.values()) {
    const signature = signatureOf(index);
    if (places.has(placeOf(index)) || !state.made.includes(signature)) continue;
    if (!cleanUp && state.declaredBefore.includes(signature)) changes.kept.push(signature);
    else {
      await db.collection(index.collection).dropIndex(index.name);
      changes.dropped.push(signature);
    }
  }
  const made = [...signatures, ...changes.kept];
  await indexStateIn(db).updateOne({ _id: 'indexes' }, { $set: { made, ...(cleanUp && { declaredBefore: [] }) } });
  return changes;
}

/**
 * Compares the indexes that are there with those that the schemas declare.
 * @returns as `collection/name`: those that are missing or have other options, and those that no migration has made
 */
export async function compareIndexes(db: Db): Promise<{ missing: string[]; foreign: string[] }> {
  const declared = declaredIndexes();
  const existing = await existingIndexes(db, declared);
  const signatures = new Set([...existing.values()].map(signatureOf));
  const state = await indexStateIn(db).findOne({ _id: 'indexes' });
  const ours = new Set([...declared.map(signatureOf), ...(state?.made ?? [])]);
  return {
    missing: declared.filter((index) => !signatures.has(signatureOf(index))).map(placeOf),
    foreign: [...existing.values()].filter((index) => !ours.has(signatureOf(index))).map(placeOf),
  };
}

/** Notes what this build declares. A build that declares something else becomes the build before. */
async function noteDeclared(
  db: Db,
  declared: string[],
  existing: string[],
): Promise<{ made: string[]; declaredBefore: string[] }> {
  const known = await indexStateIn(db).findOne({ _id: 'indexes' });
  if (known && isDeepStrictEqual(known.declared.toSorted(), declared.toSorted())) return known;
  // Before the first migration, the services made the indexes.
  const { made, declared: declaredBefore } = known ?? { made: existing, declared: existing };
  const state = { made, declared, declaredBefore };
  await indexStateIn(db).updateOne({ _id: 'indexes' }, { $set: state }, { upsert: true });
  return state;
}

/** The indexes of our collections, by place. */
async function existingIndexes(db: Db, declared: readonly DeclaredIndex[]): Promise<Map<string, DeclaredIndex>> {
  const found = new Map<string, DeclaredIndex>();
  const names = new Set((await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name));
  for (const collection of byCollection(declared).keys()) {
    if (!names.has(collection)) continue;
    for (const info of await db.collection(collection).indexes()) {
      if (info.name === '_id_') continue;
      const index = { collection, name: info.name!, key: info.key as DeclaredIndex['key'], options: optionsOf(info) };
      found.set(placeOf(index), index);
    }
  }
  return found;
}

/** Makes indexes with one command, for which MongoDB reads the collection once. */
async function make(db: Db, collection: string, indexes: readonly DeclaredIndex[]): Promise<void> {
  try {
    await db.collection(collection).createIndexes(indexes.map(({ key, name, options }) => ({ key, name, ...options })));
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const unique = indexes.filter(({ options }) => options.unique).map(({ name }) => name);
    // Without the cause, which quotes the documents.
    throw new IndexError(
      `an index of ${collection} cannot be made, because documents have the same values (${unique.join(' or ')})`,
    );
  }
}

/** How long a document lives can be changed in place. Otherwise the index is made again, under the same name. */
async function change(db: Db, from: DeclaredIndex, to: DeclaredIndex): Promise<void> {
  const { expireAfterSeconds } = to.options;
  const others = ({ key, options }: DeclaredIndex) => ({ key, ...options, expireAfterSeconds: 0 });
  if (expireAfterSeconds !== undefined && from.options.expireAfterSeconds !== undefined)
    if (isDeepStrictEqual(others(from), others(to))) {
      await db.command({ collMod: to.collection, index: { name: to.name, expireAfterSeconds } });
      return;
    }
  await db.collection(to.collection).dropIndex(from.name);
  await make(db, to.collection, [to]);
}

function byCollection(indexes: readonly DeclaredIndex[]): Map<string, DeclaredIndex[]> {
  const found = new Map<string, DeclaredIndex[]>();
  for (const index of indexes) found.set(index.collection, [...(found.get(index.collection) ?? []), index]);
  return found;
}

function placeOf({ collection, name }: DeclaredIndex): string {
  return `${collection}/${name}`;
}

/** In a fixed order, without those that are off. */
function optionsOf(info: IndexOptions | IndexDescriptionInfo): IndexOptions {
  const given = info as Record<string, unknown>;
  return Object.fromEntries(
    OPTIONS.filter((name) => given[name] !== undefined && given[name] !== false).map((name) => [name, given[name]]),
  );
}
