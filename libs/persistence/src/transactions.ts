import { Inject, Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { ClientSession, TransactionOptions } from 'mongodb';
import type { Connection } from 'mongoose';
import { inSpan } from '#platform';
import { isDuplicateKey } from './duplicate-key.js';
import { MAX_TIME_MS } from './read-options.js';

const OPTIONS: TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority' },
  readPreference: 'primary',
};

/** How often work is repeated whose documents somebody else inserted first. Each repetition sees them. */
const MAX_DUPLICATES = 5;

/** Other writers, or a server that is away, have kept a transaction from being committed for too long. */
export class TransactionTimeoutError extends Error {
  override name = 'TransactionTimeoutError';

  constructor() {
    super('the transaction could not be committed in time');
  }
}

/**
 * Transactions of MongoDB: writes that belong together are stored together or not at all. MongoDB ends a transaction
 * after 60 seconds, so the work should be a batch, not a loop over batches.
 */
@Injectable()
export class Transactions {
  /** @param maxTimeMS how long a transaction is repeated; null: as long as the driver does, two minutes */
  constructor(
    @InjectConnection() private readonly connection: Connection,
    @Inject(MAX_TIME_MS) private readonly maxTimeMS: number | null = null,
  ) {}

  /**
   * Runs the work in a transaction and commits it. When another writer changed the same documents, the driver runs it
   * again from the beginning. So the work reads what it decides by, with the session, and has no effects outside the
   * database.
   * @param work every read and write in it takes the session, one after another. What it throws aborts the transaction.
   *   `repetition`: how often it has run before, so that it may choose to do less.
   * @returns what the work returned
   * @throws what the work threw, or a {@link TransactionTimeoutError}
   */
  run<T>(work: (session: ClientSession, repetition: number) => Promise<T>): Promise<T> {
    return inSpan('transaction', { kind: 'client', attributes: { 'db.system.name': 'mongodb' } }, () =>
      this.repeat(work),
    );
  }

  private async repeat<T>(work: (session: ClientSession, repetition: number) => Promise<T>): Promise<T> {
    const deadline = Date.now() + (this.maxTimeMS ?? Infinity);
    let repetition = -1;
    for (let duplicates = 0; ; duplicates++) {
      try {
        return await this.connection.getClient().withSession((session) =>
          session.withTransaction(() => {
            if (Date.now() > deadline) throw new TransactionTimeoutError();
            return work(session, ++repetition);
          }, OPTIONS),
        );
      } catch (error) {
        if (!isDuplicateKey(error) || duplicates === MAX_DUPLICATES) throw error;
      }
    }
  }
}
