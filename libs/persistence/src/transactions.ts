import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { ClientSession, TransactionOptions } from 'mongodb';
import type { Connection } from 'mongoose';
import { isDuplicateKey } from './duplicate-key.js';

const OPTIONS: TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority' },
  readPreference: 'primary',
};

/** How often work is repeated whose documents somebody else inserted first. Each repetition sees them. */
const MAX_DUPLICATES = 5;

/**
 * Transactions of MongoDB: writes that belong together are stored together or not at all. MongoDB ends a transaction
 * after 60 seconds, so the work should be a batch, not a loop over batches.
 */
@Injectable()
export class Transactions {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /**
   * Runs the work in a transaction and commits it. When another writer changed the same documents, the driver runs it
   * again from the beginning. So the work reads what it decides by, with the session, and has no effects outside the
   * database.
   * @param work every read and write in it takes the session, one after another. What it throws aborts the transaction.
   * @returns what the work returned
   */
  async run<T>(work: (session: ClientSession) => Promise<T>): Promise<T> {
    for (let duplicates = 0; ; duplicates++) {
      try {
        return await this.connection
          .getClient()
          .withSession((session) => session.withTransaction(() => work(session), OPTIONS));
      } catch (error) {
        if (!isDuplicateKey(error) || duplicates === MAX_DUPLICATES) throw error;
      }
    }
  }
}
