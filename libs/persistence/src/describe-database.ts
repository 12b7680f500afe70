import { eventsHeardBy, SERVICES } from '#contracts';
import type { Db, Document } from 'mongodb';
import { collectionsOf } from './backup/database-snapshot.js';
import { withMongodb } from './reach-mongodb.js';

/** The fields that say how far something is, or what may be done. */
const STATES: Record<string, string> = {
  accounts: 'status',
  campaigns: 'state',
  exports: 'status',
  import_effects: 'state',
  imports: 'status',
  replays: 'status',
  tag_changes: 'status',
  users: 'role',
  webhook_messages: 'state',
  whatsapp_connections: 'state',
};
/** Imports that have not ended, with what no customer has written: ids, states, figures and codes. */
const OPEN = ['uploaded', 'checking', 'ready', 'importing'];
const OPEN_FIELDS = {
  status: 1,
  format: 1,
  fileSize: 1,
  rows: 1,
  processed: 1,
  createdAt: 1,
  startedAt: 1,
  updatedAt: 1,
};
/** How many imports, and how many different reasons of dead letters. */
const MOST = 200;

/** Of events that were given up, how many for the same reason. */
interface LettersOfReason {
  event: string;
  subscriber: string;
  reason: string;
  count: number;
  first: Date;
  last: Date;
}

interface DatabaseFigures {
  /** How many documents each collection has, and in which state. */
  collections: Record<string, object>;
  imports: Document[];
  /** Events in the outbox. */
  waiting: object[];
  letters: LettersOfReason[];
}

/** What is in a database in figures, without anything that a customer has written, except for reasons of dead letters. */
export function describeDatabase(uri: string): Promise<DatabaseFigures> {
  return withMongodb(uri, 'cli', async (db) => ({
    collections: Object.fromEntries(
      await Promise.all((await collectionsOf(db)).map(async (name) => [name, await describe(db, name)] as const)),
    ),
    imports: await db
      .collection('imports')
      .find({ status: { $in: OPEN } }, { projection: { ...OPEN_FIELDS, 'error.code': 1 }, limit: MOST })
      .toArray(),
    waiting: await eventsWaiting(db),
    letters: await deadLetters(db),
  }));
}

async function describe(db: Db, name: string): Promise<object> {
  const documents = await db.collection(name).estimatedDocumentCount();
  const field = STATES[name];
  if (!field) return { documents };
  const states = await db
    .collection(name)
    .aggregate([{ $group: { _id: `$${field}`, count: { $sum: 1 } } }])
    .toArray();
  return { documents, [field]: Object.fromEntries(states.map(({ _id, count }) => [String(_id), count as number])) };
}

/** Counted in an index, however long the backlog is. */
async function eventsWaiting(db: Db): Promise<object[]> {
  const pairs = SERVICES.flatMap((subscriber) => eventsHeardBy(subscriber).map((event) => ({ event, subscriber })));
  return Promise.all(
    pairs.map(async ({ event, subscriber }) => {
      const waiting = { event, pending: subscriber };
      const oldest = await db.collection('outbox').findOne(waiting, { projection: { createdAt: 1 }, sort: { _id: 1 } });
      return {
        event,
        subscriber,
        count: await db.collection('outbox').countDocuments(waiting),
        oldest: (oldest?.createdAt as Date | undefined) ?? null,
      };
    }),
  );
}

async function deadLetters(db: Db): Promise<LettersOfReason[]> {
  type Group = Omit<LettersOfReason, 'event' | 'subscriber' | 'reason'> & {
    _id: Pick<LettersOfReason, 'event' | 'subscriber' | 'reason'>;
  };
  const groups = await db
    .collection('dead_letters')
    .aggregate<Group>([
      {
        $group: {
          _id: { event: '$event', subscriber: '$subscriber', reason: '$reason' },
          count: { $sum: 1 },
          first: { $min: '$failedAt' },
          last: { $max: '$failedAt' },
        },
      },
      { $sort: { count: -1 } },
      { $limit: MOST },
    ])
    .toArray();
  return groups.map(({ _id, ...figures }) => ({ ..._id, ...figures }));
}
