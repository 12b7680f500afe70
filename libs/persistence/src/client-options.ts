import type { ProgramName } from '#contracts';
import type { MongoClientOptions } from 'mongodb';

/** Longer than an election, which takes up to twelve seconds. */
const WORKER_SELECTION_MS = 20_000;
/** A request does not wait that long. */
const REQUEST_SELECTION_MS = 5_000;

/** Who asks; it shows in MongoDB's logs. */
export type ClientName = ProgramName | 'migrate' | 'cli';

/**
 * How every client talks to MongoDB. Durability is not left to the address, because these options outrank those of a
 * URI: a write is confirmed when a majority has it, and a read returns only what a majority has.
 */
export function clientOptions(program: ClientName) {
  return {
    appName: `contacts-${program}`,
    w: 'majority',
    retryWrites: true,
    retryReads: true,
    journal: true,
    readConcernLevel: 'majority',
    readPreference: 'primary',
    serverSelectionTimeoutMS: program === 'gateway' || program === 'all' ? REQUEST_SELECTION_MS : WORKER_SELECTION_MS,
  } as const satisfies MongoClientOptions;
}
