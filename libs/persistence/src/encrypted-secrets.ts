import { webhookContext, type Encryption } from '#platform';
import type { Db, Document } from 'mongodb';
import { totpContext, type SecondFactorRecord } from './access/second-factor.schemas.js';
import { tokenContext, type WhatsappConnectionRecord } from './accounts/whatsapp-connection.schema.js';
import { withMongodb } from './reach-mongodb.js';
import type { WebhookRecord } from './webhooks/webhook.schema.js';

interface Place {
  collection: string;
  /** Paths of fields, each of which holds a secret or nothing. */
  fields: string[];
  context: (record: Document) => string;
}

/** Where encrypted secrets are stored, and what each is bound to. */
const PLACES: Place[] = [
  { collection: 'webhooks', fields: ['secret'], context: (record) => webhookContext(record as WebhookRecord) },
  {
    collection: 'whatsapp_connections',
    fields: ['token'],
    context: (record) => tokenContext(record as WhatsappConnectionRecord),
  },
  {
    collection: 'second_factors',
    fields: ['totp.secret', 'pendingSecret'],
    context: (record) => totpContext((record as SecondFactorRecord)._id),
  },
];

/** How many secrets are stored, by whether the present key encrypted them, one of before, or none that is set. */
export interface SecretCounts {
  current: number;
  previous: number;
  unreadable: number;
}

/** Looks at every secret. Changes nothing. */
export async function countSecrets(db: Db, encryption: Encryption | null): Promise<SecretCounts> {
  const counts: SecretCounts = { current: 0, previous: 0, unreadable: 0 };
  for await (const { encrypted, context } of secretsIn(db)) counts[standing(encrypted, context, encryption)]++;
  return counts;
}

/**
 * Encrypts every secret again that a key of before has encrypted. May be repeated, and run while services work: a secret
 * that somebody replaces meanwhile is left as it is.
 * @returns the number of secrets that were changed, and what is stored now
 */
export function encryptAgain(uri: string, encryption: Encryption): Promise<SecretCounts & { changed: number }> {
  return withMongodb(uri, 'migrate', (db) => encryptAgainIn(db, encryption));
}

async function encryptAgainIn(db: Db, encryption: Encryption) {
  let changed = 0;
  for await (const { collection, field, id, encrypted, context } of secretsIn(db)) {
    if (standing(encrypted, context, encryption) !== 'previous') continue;
    const again = encryption.encrypt(encryption.decrypt(encrypted, context), context);
    const { modifiedCount } = await db
      .collection<{ _id: string }>(collection)
      .updateOne({ _id: id, [field]: encrypted }, { $set: { [field]: again } });
    changed += modifiedCount;
  }
  return { changed, ...(await countSecrets(db, encryption)) };
}

function standing(encrypted: string, context: string, encryption: Encryption | null): keyof SecretCounts {
  try {
    encryption!.decrypt(encrypted, context);
    return encryption!.isCurrent(encrypted) ? 'current' : 'previous';
  } catch {
    return 'unreadable';
  }
}

async function* secretsIn(db: Db) {
  for (const { collection, fields, context } of PLACES) {
    for await (const record of db.collection<{ _id: string }>(collection).find()) {
      for (const field of fields) {
        const encrypted = field
          .split('.')
          .reduce<unknown>((part, name) => (part as Document | null | undefined)?.[name], record);
        if (typeof encrypted === 'string')
          yield { collection, field, id: record._id, encrypted, context: context(record) };
      }
    }
  }
}
