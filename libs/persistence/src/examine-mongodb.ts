import { Encryption, isOlder, look, type Config, type Finding } from '#platform';
import type { Db, Document } from 'mongodb';
import { countSecrets } from './encrypted-secrets.js';
import { compareIndexes } from './migrations/indexes.js';
import { NEEDS, withMongodb } from './reach-mongodb.js';

/** The oldest MongoDB with snapshots for reading, which backups need. */
const OLDEST = '5.0';
/** A transaction of a process that was killed holds up others for so long. */
const LONGEST_TRANSACTION_SECONDS = 20;

/** How many indexes are named. */
const NAMED = 5;

/** Looks at everything that an installation needs of MongoDB. Changes nothing. */
export function examineMongodb(
  config: Pick<Config, 'MONGODB_URI' | 'ENCRYPTION_KEY' | 'ENCRYPTION_KEY_PREVIOUS'>,
): Promise<Finding[]> {
  return withMongodb(config.MONGODB_URI, 'cli', async (db, hello) => [
    // Otherwise it would not have come here.
    { about: 'MongoDB: address', fault: null, seen: db.databaseName },
    { about: 'MongoDB: replica set', fault: null, seen: (hello.setName as string | undefined) ?? 'sharded cluster' },
    await look('MongoDB: release', () => examineRelease(db)),
    ...(await Promise.all(
      Object.entries(NEEDS).map(([name, faultOf]) => look(`MongoDB: ${name}`, async () => faultOf(db, hello))),
    )),
    await look('MongoDB: indexes', () => examineIndexes(db)),
    await look('MongoDB: transactions', () => examineTransactions(db)),
    await look('ENCRYPTION_KEY', () => examineKey(db, config)),
  ]);
}

async function examineRelease(db: Db) {
  const { version } = (await db.command({ buildInfo: 1 })) as { version: string };
  return { seen: version, fault: isOlder(version, OLDEST) ? `upgrade MongoDB to ${OLDEST} or newer` : null };
}

async function examineIndexes(db: Db): Promise<string | null> {
  const { missing, foreign } = await compareIndexes(db);
  const faults = [
    missing.length > 0 &&
      `missing, or with other options: ${some(missing)}; make them by "npm run migrate", or slow queries stay slow`,
    foreign.length > 0 &&
      `not made by a migration: ${some(foreign)}; they cost time with each write, so drop those that nobody needs`,
  ];
  return faults.filter(Boolean).join('. ') || null;
}

function some(names: string[]): string {
  const rest = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${rest} others` : ''}`;
}

async function examineTransactions(db: Db): Promise<string | null> {
  await db.client.withSession((session) =>
    session.withTransaction(() => db.collection('migrations').findOne({}, { session })),
  );
  const name = 'transactionLifetimeLimitSeconds';
  // The services' user may not ask, as a rule.
  const answer: Document = await db.client
    .db('admin')
    .command({ getParameter: 1, [name]: 1 })
    .catch(() => ({}));
  const seconds = answer[name] as number | undefined;
  return seconds === undefined || seconds <= LONGEST_TRANSACTION_SECONDS
    ? null
    : `${name} is ${seconds}; set it to ${LONGEST_TRANSACTION_SECONDS}, or work waits that long after a process was killed`;
}

/** Tries the keys on every secret. */
async function examineKey(db: Db, config: Pick<Config, 'ENCRYPTION_KEY' | 'ENCRYPTION_KEY_PREVIOUS'>) {
  const { current, previous, unreadable } = await countSecrets(db, Encryption.of(config));
  const count = current + previous + unreadable;
  if (!config.ENCRYPTION_KEY)
    return count > 0
      ? 'set it to the key of before: secrets are stored that cannot be read without it'
      : { seen: 'not set; webhooks and WhatsApp Business accounts need one' };
  if (unreadable > 0)
    return `${unreadable} of ${count} secrets were encrypted with another key; set that one, too, as ENCRYPTION_KEY_PREVIOUS, or connect the accounts and create the webhooks again`;
  if (previous > 0) return { seen: `${previous} of ${count} secrets need ENCRYPTION_KEY_PREVIOUS` };
  return { seen: count > 0 ? 'it fits what is stored' : 'nothing is encrypted yet' };
}
