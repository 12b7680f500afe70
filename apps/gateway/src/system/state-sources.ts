import { Injectable } from '@nestjs/common';
import { EVENTS, eventsHeardBy, QUEUES, SERVICES } from '#contracts';
import { EventPublisher, Queues } from '#messaging';
import { DatabaseRepository, DeadLettersRepository, ImportsRepository, ImportTurnsRepository } from '#persistence';
import { Remembered } from '#platform';
import { ObjectStore } from '#storage';
import { setTimeout as sleep } from 'node:timers/promises';
import { isStalled } from '../imports/import-answer.js';

/** Imports that should make progress by themselves. */
export const BUSY = ['uploaded', 'checking', 'importing'] as const;
const OPEN = [...BUSY, 'ready'] as const;
/** Of the busy imports, so many are looked at: those that were uploaded first. */
const MAX_IMPORTS = 500;

/** A count of the bucket is shown for ten minutes, and for a hundred times as long as it took. */
const KEEP_COUNT_MS = 600_000;
const COUNT_TIMES = 100;
/** A long count goes on in the background; meanwhile the last one is shown. */
const COUNT_PATIENCE_MS = 1_000;

/** Each event with each of its subscribers. */
const SUBSCRIPTIONS = SERVICES.flatMap((subscriber) =>
  eventsHeardBy(subscriber).map((event) => ({ event, subscriber })),
);

/** What the bucket held at a time, by folder. */
interface ObjectCount {
  at: Date;
  folders: { name: string; objects: number; bytes: number }[];
}

/** The state of the whole installation, one method for each thing that is read at once. All of them throw. */
@Injectable()
export class StateSources {
  private readonly counting = new Remembered<ObjectCount>((tookMs) => Math.max(KEEP_COUNT_MS, COUNT_TIMES * tookMs));
  private lastCount: ObjectCount | null = null;

  constructor(
    private readonly redis: Queues,
    private readonly store: ObjectStore,
    private readonly publisher: EventPublisher,
    private readonly letters: DeadLettersRepository,
    private readonly allImports: ImportsRepository,
    private readonly turns: ImportTurnsRepository,
    private readonly wholeDatabase: DatabaseRepository,
  ) {}

  queues() {
    return Promise.all(QUEUES.map(async (queue) => ({ queue, ...(await this.redis.state(queue)) })));
  }

  connected() {
    return this.redis.connected();
  }

  storage() {
    return this.store.ping();
  }

  deadLetters() {
    return Promise.all(
      SUBSCRIPTIONS.map(async (subscription) => ({
        ...subscription,
        letters: await this.letters.ofSubscriber(subscription.event, subscription.subscriber),
      })),
    );
  }

  outbox() {
    const kept = SUBSCRIPTIONS.filter(({ event }) => EVENTS[event].keptBy === 'outbox');
    return Promise.all(
      kept.map(async (subscription) => ({
        ...subscription,
        ...(await this.publisher.backlog(subscription.event, subscription.subscriber)),
      })),
    );
  }

  async imports() {
    const states = await Promise.all(
      OPEN.map(async (status) => ({ status, ...(await this.allImports.inState(status)) })),
    );
    const records = await this.allImports.busy(BUSY, MAX_IMPORTS);
    const turns = await this.turns.ofAccounts([...new Set(records.map(({ accountId }) => accountId))]);
    const now = new Date();
    const busy = records.map((record) => {
      const turn = turns.get(record.accountId) ?? [];
      return { record, turn, stalled: isStalled(record, turn, now) };
    });
    return { states, busy };
  }

  database() {
    return this.wholeDatabase.state();
  }

  /** @returns null while they are counted for the first time */
  objects(): Promise<ObjectCount | null> {
    const counted = this.counting.get('', () => this.countObjects());
    return Promise.race([counted, sleep(COUNT_PATIENCE_MS, undefined, { ref: false }).then(() => this.lastCount)]);
  }

  private async countObjects(): Promise<ObjectCount> {
    const at = new Date();
    const folders = new Map<string, ObjectCount['folders'][number]>();
    for await (const { key, size } of this.store.list('')) {
      const name = key.slice(0, key.indexOf('/') + 1);
      const folder = folders.get(name) ?? { name, objects: 0, bytes: 0 };
      folders.set(name, { name, objects: folder.objects + 1, bytes: folder.bytes + size });
    }
    this.lastCount = { at, folders: [...folders.values()] };
    return this.lastCount;
  }
}
