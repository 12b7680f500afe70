import type { FindOptions } from 'mongodb';

/** How long somebody waits for MongoDB at most, in milliseconds; null: as long as it takes. */
export const MAX_TIME_MS = Symbol('maxTimeMS');

/** The driver's methods that read, and which of their arguments is the options. */
const OPTIONS_AT = { aggregate: 1, countDocuments: 1, distinct: 2, estimatedDocumentCount: 0, find: 1, findOne: 1 };

type Read = (...args: unknown[]) => unknown;

/**
 * Adds options to every read of a collection, whether it is made by Mongoose or directly. Options that a call states
 * itself remain.
 */
export function addReadOptions(
  collection: object,
  options: Pick<FindOptions, 'maxTimeMS' | 'readPreference' | 'session'>,
): void {
  const methods = collection as Record<string, Read>;
  for (const [name, at] of Object.entries(OPTIONS_AT)) {
    const read = methods[name]!;
    methods[name] = (...args) => {
      args[at] = { ...options, ...(args[at] as object | undefined) };
      return read.apply(collection, args);
    };
  }
}
