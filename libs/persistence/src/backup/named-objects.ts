import mongoose from 'mongoose';
import type { ImportRecord } from '../imports/import.schemas.js';
import { keptKeys } from '../imports/kept-keys.js';

/**
 * The keys of the objects that a document points to and cannot do without.
 * @param document as BSON
 */
export function namedObjects(collection: string, document: Buffer): string[] {
  if (collection === 'imports') return [...keptKeys(decode(document) as ImportRecord, false)];
  if (collection !== 'exports' && collection !== 'campaigns') return [];
  const { objectKey } = decode(document) as { objectKey?: string | null };
  return objectKey ? [objectKey] : [];
}

function decode(document: Buffer): object {
  return mongoose.mongo.BSON.deserialize(document);
}
