import { Logger } from '@nestjs/common';
import type { ProgramName } from '#contracts';
import { isTransient, Shared, type Share } from '#platform';
import mongoose from 'mongoose';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientOptions } from './client-options.js';
import { measureCommands } from './command-metrics.js';

type MongoClient = mongoose.mongo.MongoClient;

const TRY_AGAIN_MS = 3_000;

const clients = new Shared<MongoClient>((client) => client.close());
const logger = new Logger('Mongodb');

/**
 * The client of the process, with its pool of connections.
 * @param isMeasured whether the metrics show its commands
 */
export function shareClient(uri: string, program: ProgramName, isMeasured: boolean): Share<MongoClient> {
  return clients.share(`${program} ${uri}`, () => {
    const options = { ...clientOptions(program), monitorCommands: isMeasured };
    const client = new mongoose.mongo.MongoClient(uri, options);
    if (isMeasured) measureCommands(client);
    return client;
  });
}

/**
 * A service's models are its own, since the gateway reads with options of its own; the client below them is shared. Waits
 * for MongoDB, also when it goes away during the start.
 */
export async function connect({ value: client }: Share<MongoClient>): Promise<mongoose.Connection> {
  for (;;) {
    try {
      await client.connect();
      const connection = mongoose.createConnection();
      connection.set('autoIndex', false);
      connection.set('autoCreate', false);
      return connection.setClient(client);
    } catch (error) {
      if (!isTransient(error)) throw error;
      logger.warn(`MongoDB went away during the start: ${(error as Error).message}`);
      await sleep(TRY_AGAIN_MS);
    }
  }
}
