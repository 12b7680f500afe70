import type { ServiceName } from '#contracts';
import type { MongoClientOptions } from 'mongodb';

/** Longer than an election, which takes up to twelve seconds. A request does not wait that long. */
const SELECTION_MS = { worker: 20_000, gateway: 5_000 };

/**
 * How every client talks to MongoDB. Durability is not left to the address, because these options outrank those of a
 * URI: a write is confirmed when a majority has it, and a read returns only what a majority has.
 */
export function clientOptions(program: ServiceName | 'migrate') {
  return {
    appName: `contacts-${program}`,
    w: 'majority',
    retryWrites: true,
    retryReads: true,
    journal: true,
    readConcernLevel: 'majority',
    readPreference: 'primary',
    serverSelectionTimeoutMS: program === 'gateway' ? SELECTION_MS.gateway : SELECTION_MS.worker,
  } as const satisfies MongoClientOptions;
}
