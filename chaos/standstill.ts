import { MongoClient, type Db } from 'mongodb';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 500;
/** What has not moved after this time is taken for stuck, and the run goes on. */
const PATIENCE_MS = 240_000;

/** How far something has come, by its name: a text that changes when it moves. */
type Pieces = Map<string, string>;

/**
 * Measures how long unfinished work stands still after the faults are over. It reads MongoDB directly, past all relays,
 * as an observer whom faults do not concern.
 */
export class StandstillWatch {
  private readonly client: MongoClient;
  private readonly db: Db;

  constructor(mongodbUri: string) {
    this.client = new MongoClient(mongodbUri, { appName: 'chaos' });
    this.db = this.client.db();
  }

  /**
   * Resolves when all that is unfinished now has moved or ended.
   * @returns what stood still longest, and for how many seconds
   */
  async untilAllMoved(): Promise<{ what: string; seconds: number }> {
    const began = Date.now();
    const still = await this.openWork();
    let longest = { what: 'nothing', seconds: 0 };
    while (still.size > 0) {
      await sleep(LOOK_MS);
      const now = await this.openWork();
      const seconds = (Date.now() - began) / 1000;
      for (const [what, state] of still) {
        if (now.get(what) === state) continue;
        still.delete(what);
        longest = { what, seconds };
      }
      if (Date.now() - began > PATIENCE_MS) return { what: [...still.keys()].join(', '), seconds };
    }
    return longest;
  }

  /** The names of everything that is unfinished. */
  async unfinished(): Promise<string[]> {
    return [...(await this.openWork()).keys()];
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private async openWork(): Promise<Pieces> {
    const parts = await Promise.all([
      this.imports(),
      ...['exports', 'tag_changes', 'replays'].map((name) => this.orders(name)),
      this.campaigns(),
      this.backlog('outbox', { pending: { $ne: [] } }),
      this.backlog('webhook_messages', { state: 'waiting' }),
    ]);
    return new Map(parts.flat());
  }

  /** Without those that wait for others, or for a person. */
  private async imports(): Promise<[string, string][]> {
    const [open, queues] = await Promise.all([
      this.db
        .collection('imports')
        .find({ status: { $in: ['uploaded', 'checking', 'importing'] } })
        .toArray(),
      this.db.collection('import_queues').find().toArray(),
    ]);
    const waiting = new Set(queues.flatMap(({ importIds }) => (importIds as string[]).slice(1)));
    const moving = open.filter(({ _id, status }) => status !== 'importing' || !waiting.has(String(_id)));
    // A blank column is removed from all contacts after the last row, which only the ledger counts.
    const ids = moving.map(({ _id }) => String(_id));
    const last = await this.db
      .collection('import_batches')
      .find({ importId: { $in: ids }, rows: 0 })
      .toArray();
    const removed = new Map(last.map((batch) => [batch.importId as string, JSON.stringify(batch.removed)]));
    return moving.map(({ _id, status, processed }) => {
      const id = String(_id);
      return [`import ${id}`, `${status} ${processed} ${removed.get(id)}`];
    });
  }

  /** Those under way one by one; those that wait for a worker together. */
  private async orders(collection: string): Promise<[string, string][]> {
    const open = await this.db
      .collection(collection)
      .find({ status: { $in: ['queued', 'running'] } })
      .toArray();
    const running = open
      .filter(({ status }) => status === 'running')
      .map(({ _id, processed, rows }): [string, string] => [`${collection} ${String(_id)}`, `${processed} ${rows}`]);
    if (running.length > 0 || open.length === 0) return running;
    return [[`${collection} in the queue`, open.map(({ _id }) => String(_id)).join()]];
  }

  private async campaigns(): Promise<[string, string][]> {
    const due = await this.db
      .collection('campaigns')
      .find({ state: 'scheduled', scheduledAt: { $lte: new Date() } })
      .toArray();
    return due.map(({ _id, freezeId }) => [`campaign ${String(_id)}`, String(freezeId)]);
  }

  private async backlog(collection: string, query: object): Promise<[string, string][]> {
    const [oldest, count] = await Promise.all([
      this.db.collection(collection).findOne(query, { sort: { _id: 1 }, projection: { _id: 1 } }),
      this.db.collection(collection).countDocuments(query),
    ]);
    return oldest ? [[collection, `${String(oldest._id)} ${count}`]] : [];
  }
}
