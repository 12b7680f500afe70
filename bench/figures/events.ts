import { Queue, Worker } from 'bullmq';
import mongoose from 'mongoose';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { eventsHeardBy, type ContactChanged, type ContactUpserted, type EventName, type ServiceName } from '#contracts';
import { CrashWatch, EventServer, queueOptions, workerOptions } from '#messaging';
import { outboxDefinition } from '#persistence';
import { createLogger, loadConfig, type Config } from '#platform';
import { makeEventParts } from '../../test/support/event-parts.js';
import { person } from '../../tools/demo/people.js';
import type { BenchProduct } from '../harness/bench-product.js';
import { atLeast, type Figure } from '../harness/figure.js';
import { inTurns, secondsOf } from '../harness/in-turns.js';

const BATCH_ROWS = 500;
/** The services' default. */
const IN_FLIGHT = 32;
const CONCURRENCY = 4;

/**
 * Sends batches of rows from the importer's publisher to a contacts service that publishes each row instead of merging
 * it, and on to a campaigns service that counts them. Publisher, transport, outbox and contracts are the product's.
 * Compared with the same payloads in two BullMQ queues, without MongoDB and without validation.
 */
export const events: Figure = {
  name: 'events',
  title: () => 'events importer → contacts → campaigns, without the merge',
  unit: 'rows/s',
  goal: atLeast(0.7),
  async measure(bench) {
    const product = await bench.product();
    const batches = makeBatches(bench.sizes.rows);
    const rows = bench.sizes.rows;
    const figures = await inTurns(bench.sizes.rounds, {
      ours: async () => rows / (await oursSeconds(product, batches)),
      beside: async () => rows / (await bullSeconds(product, batches)),
    });
    return { ...figures, besideName: 'BullMQ alone' };
  },
};

function makeBatches(rows: number): ContactUpserted[] {
  const ids = { organisationId: uuidv7(), accountId: uuidv7(), importId: uuidv7() };
  const batches: ContactUpserted[] = [];
  for (let from = 0; from < rows; from += BATCH_ROWS) {
    const size = Math.min(BATCH_ROWS, rows - from);
    const statements = Array.from({ length: size }, (_, index) => {
      const { phone, name, tags, values } = person(from + index);
      return {
        row: from + index + 2,
        phone,
        name,
        tags,
        values: Object.entries(values).map(([name, value]) => ({ name, value })),
      };
    });
    const options = { blankCells: 'keep', tagsMode: 'replace' } as const;
    batches.push({ ...ids, batch: batches.length, options, unchanged: 0, rows: statements });
  }
  return batches;
}

/** The event that the contacts service would publish if it had created all of them. */
function changeOf({ organisationId, accountId, importId, rows }: ContactUpserted): ContactChanged {
  return {
    organisationId,
    accountId,
    contacts: rows.map(({ row, phone, name, tags, values }) => ({
      phone,
      revision: 1,
      name,
      tags: tags ?? [],
      values: values.map(({ name, value }) => ({ name, value: value ?? '' })),
      changedBy: { kind: 'import', id: importId, row },
    })),
  };
}

function configFor(product: BenchProduct, prefix: string): Config {
  return loadConfig({
    MONGODB_URI: product.mongodbUri,
    REDIS_URL: product.redisUrl,
    REDIS_PREFIX: `{${prefix}}`,
    S3_ACCESS_KEY_ID: 'unused',
    S3_SECRET_ACCESS_KEY: 'unused',
  });
}

async function oursSeconds(product: BenchProduct, batches: ContactUpserted[]): Promise<number> {
  const config = configFor(product, `bench-${uuidv7()}`);
  const connection = await mongoose.createConnection(product.mongodbUri, { dbName: 'bench_events' }).asPromise();
  const logger = createLogger('bench', { LOG_LEVEL: 'warn', LOG_PRETTY: false });
  const { queues, publisher, outbox } = makeEventParts({ connection, config, logger });
  await connection.model(outboxDefinition.name).createIndexes();
  const progress = new Progress();
  const serve = (service: ServiceName, on: Partial<Record<EventName, (payload: never) => Promise<void>>>) => {
    const server = new EventServer({
      service,
      config,
      concurrency: CONCURRENCY,
      logger,
      publisher,
      outbox,
      sweepSeconds: 3600,
      crashes: new CrashWatch(queues),
    });
    for (const event of eventsHeardBy(service))
      server.addHandler(event, (payload) => (on[event] ?? nothing)(payload as never), true);
    return server;
  };
  const servers = [
    serve('contacts', {
      ContactUpserted: async (event: ContactUpserted) => {
        await publisher.transaction(({ publish }) => publish('ContactChanged', changeOf(event)));
        progress.merged++;
      },
    }),
    serve('campaigns', {
      ContactChanged: async ({ contacts }: ContactChanged) => void (progress.heard += contacts.length),
    }),
  ];
  try {
    await Promise.all(servers.map(listening));
    return await secondsOf(() => progress.run(batches, (batch, id) => publisher.send('ContactUpserted', batch, id)));
  } finally {
    await Promise.all(servers.map((server) => server.close()));
    await queues.onApplicationShutdown();
    await connection.dropDatabase();
    await connection.close();
  }
}

async function bullSeconds(product: BenchProduct, batches: ContactUpserted[]): Promise<number> {
  const config = configFor(product, `bench-${uuidv7()}`);
  const progress = new Progress();
  const [upserted, changed] = ['Upserted', 'Changed'].map((name) => new Queue(name, queueOptions(config)));
  const options = workerOptions(config, CONCURRENCY);
  const workers = [
    new Worker<ContactUpserted>(
      'Upserted',
      async ({ data }) => {
        await changed!.add('Changed', changeOf(data));
        progress.merged++;
      },
      options,
    ),
    new Worker<ContactChanged>('Changed', async ({ data }) => void (progress.heard += data.contacts.length), options),
  ];
  try {
    await Promise.all(workers.map((worker) => worker.waitUntilReady()));
    return await secondsOf(() =>
      progress.run(batches, async (batch, id) => void (await upserted!.add('Upserted', batch, { jobId: id }))),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.close()));
    await Promise.all([upserted!.close(), changed!.close()]);
  }
}

/** Sends batches, a few at a time like the importer, until all their rows have arrived at the other end. */
class Progress {
  merged = 0;
  heard = 0;

  async run(batches: ContactUpserted[], send: (batch: ContactUpserted, id: string) => Promise<void>): Promise<void> {
    for (const [index, batch] of batches.entries()) {
      while (index - this.merged >= IN_FLIGHT) await sleep(1);
      await send(batch, `${batch.importId}-${batch.batch}`);
    }
    const rows = batches.reduce((sum, batch) => sum + batch.rows.length, 0);
    while (this.heard < rows) await sleep(1);
    if (this.heard !== rows) throw new Error(`${this.heard} rows were heard of ${rows}`);
  }
}

function listening(server: EventServer): Promise<void> {
  return new Promise((resolve, reject) => {
    void server.listen((error) => (error === undefined ? resolve() : reject(error)));
  });
}

async function nothing(): Promise<void> {}
