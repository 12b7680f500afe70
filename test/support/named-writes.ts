import * as scripts from 'bullmq/dist/esm/scripts/index.js';
import type { Binary, Document } from 'mongodb';
import { createHash } from 'node:crypto';
import { documentOf, firstListed } from './mongo-messages.js';

/**
 * Names the writes by which a service does its work, such as `commit contacts, outbox`, `addPrioritizedJob imports` or
 * `PUT imports/…/source`. A name is null where a message writes nothing, or what the clock writes:
 *
 * - MongoDB: what is written in a transaction, because only its commit can be seen; progress of an import, which is
 *   noted every half second; when a key or session was last used; the sweep of old events; the check of WhatsApp. A
 *   subscriber takes itself off an event by up to three writes, of which only one does something. The first one counts.
 * - Redis: everything but scripts of BullMQ that add a job, end one or note its progress. Above all, that is what a worker
 *   does while it waits (`BZPOPMIN`, `moveToActive`, `moveStalledJobsToWait`), renews its locks (`extendLocks`), or lets
 *   work wait for later (`moveToDelayed`); and the counters of rate limits. The jobs of campaigns are added every second
 *   while something is due.
 * - Object storage: what only reads.
 */

const WRITES = new Set(['insert', 'update', 'delete', 'findAndModify']);
const BY_CLOCK = new Set(['api_keys', 'sessions', 'whatsapp_connections', 'migration_state']);

/** A transaction of a process, with what names it in a command. */
export interface Transaction {
  lsid: Document;
  txnNumber: unknown;
  collections: Set<string>;
}

/** Names the writes to MongoDB of one process, and knows its transactions. */
export class MongoWrites {
  /** The last one of each session. */
  private readonly transactions = new Map<string, Transaction>();
  private readonly acknowledged = new Set<string>();

  /** Every transaction that may be open. */
  get mayBeOpen(): Transaction[] {
    return [...this.transactions.values()];
  }

  forget(): void {
    this.transactions.clear();
    this.acknowledged.clear();
  }

  nameOf(message: Buffer): string | null {
    const command = documentOf(message);
    const name = Object.keys(command)[0]!;
    if (command.autocommit === false) return this.inTransaction(name, command);
    if (!WRITES.has(name)) return null;
    const collection = String(command[name]);
    if (BY_CLOCK.has(collection)) return null;
    // A step in the life of an import is added to its history.
    if (name === 'findAndModify' && collection === 'imports' && !(command.update as Document).$push) return null;
    if (collection === 'outbox' && name !== 'insert' && !this.isAcknowledgement(name, command, message)) return null;
    return `${name} ${collection}`;
  }

  private isAcknowledgement(name: string, command: Document, message: Buffer): boolean {
    const { limit, q } = (firstListed(message) ?? (command[`${name}s`] as Document[])[0]) as {
      limit: unknown;
      q: Document;
    };
    const id = String(q._id);
    if (name === 'delete' && Number(limit) === 0) return false;
    if (this.acknowledged.has(id)) return false;
    this.acknowledged.add(id);
    return true;
  }

  private inTransaction(name: string, command: Document): string | null {
    const { lsid, txnNumber } = command as Transaction;
    const session = (lsid.id as Binary).toString('hex');
    const known = this.transactions.get(session);
    const isKnown = String(known?.txnNumber) === String(txnNumber);
    const { collections } = known && isKnown ? known : { collections: new Set<string>() };
    this.transactions.set(session, { lsid, txnNumber, collections });
    if (WRITES.has(name)) collections.add(String(command[name]));
    const isCommit = name === 'commitTransaction' && collections.size > 0;
    return isCommit ? `commit ${[...collections].sort().join(', ')}` : null;
  }
}

const JOB_WRITES = new Set(['addPrioritizedJob', 'moveToFinished', 'retryJob', 'updateProgress']);
const bySha = new Map(
  Object.values(scripts as unknown as Record<string, { name: string; content: string }>)
    .filter(({ name }) => JOB_WRITES.has(name))
    .map(({ name, content }) => [createHash('sha1').update(content).digest('hex'), name]),
);

/** @param words of a command: its name and arguments */
export function redisWrite([command, script, , firstKey]: readonly Buffer[]): string | null {
  const name = command?.toString().toUpperCase();
  if (name !== 'EVALSHA' && name !== 'EVAL') return null;
  const sha = name === 'EVAL' ? createHash('sha1').update(script!).digest('hex') : script!.toString();
  const write = bySha.get(sha);
  // `{prefix}:queue:wait`
  const queue = firstKey?.toString().split(':')[1];
  return write && !(write === 'addPrioritizedJob' && queue === 'campaigns') ? `${write} ${queue}` : null;
}

/** @param url its path begins with the bucket */
export function storageWrite(method: string, url: string): string | null {
  if (method !== 'PUT' && method !== 'POST' && method !== 'DELETE') return null;
  const [path, query = ''] = url.split('?');
  const key = path!
    .split('/')
    .slice(2)
    .join('/')
    .replace(/[0-9a-f-]{36}/g, '…');
  return `${method} ${key}${/uploads|uploadId/.test(query) ? ' (upload in parts)' : ''}`;
}
