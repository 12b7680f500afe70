import mongoose from 'mongoose';
import { v7 as newId } from 'uuid';
import type {
  ApiKey,
  AuditEntry,
  Campaign,
  Export,
  NewInvitation,
  NewWebhook,
  Page,
  Replay,
  Segment,
  TagChange,
  Upload,
} from '#contracts';
import { tokenContext } from '#persistence';
import { Encryption } from '#platform';
import { ApiClient } from './api.js';
import type { RunningProduct, SeededTenant } from './product.js';

/** One id of each kind of thing, by the folder in the path of its routes; `phone` is that of a contact. */
export type Ids = Record<string, string>;

/**
 * Creates one of everything for an account of an organisation. What the API does not create at once is inserted into
 * MongoDB. Of contacts, tags and messages that a webhook has not taken there are two, so that their lists have a second
 * page. The names of what has one contain the phone.
 * @param phone that of a contact
 */
export async function makeOneOfEach(
  stack: RunningProduct,
  tenant: SeededTenant,
  phone: string,
  { id: accountId } = tenant.accounts[0]!,
): Promise<Ids> {
  const api = new ApiClient(stack.url, tenant.keys.admin);
  const name = `Of ${phone}`;
  const webhook = { url: 'http://127.0.0.1:9/', events: ['ImportFinished'] };
  const webhooks = (await api.post<NewWebhook>('/v1/webhooks', webhook)).id;
  const inserted = await insertOneOfEach(stack, tenant, { accountId, phone, webhooks });
  const filter = { accountId };
  const keys = await api.post<ApiKey>('/v1/keys', { name: 'Of no use', role: 'viewer' });
  const uploadHeaders = tusHeaders(accountId);
  return {
    ...inserted,
    phone,
    webhooks,
    accounts: accountId,
    imports: (await api.upload(accountId, `id,name\n${phone},Jane\n`, { start: 'confirm' })).id,
    uploads: (await api.read<Upload>('/v1/uploads', { method: 'POST', headers: uploadHeaders })).id,
    campaigns: (await api.post<Campaign>('/v1/campaigns', { name, accountId })).id,
    exports: (await api.post<Export>('/v1/exports', { filter })).id,
    'tag-changes': (await api.post<TagChange>('/v1/tag-changes', { filter, add: [`a ${phone}`, `b ${phone}`] })).id,
    replays: (await api.post<Replay>('/v1/replays', { accountId, to: 'campaigns' })).id,
    segments: (await api.post<Segment>('/v1/segments', { name, accountId, conditions: {} })).id,
    keys: keys.id,
    invitations: (await api.post<NewInvitation>('/v1/members', { email: `${newId()}@test.example`, role: 'viewer' }))
      .id,
    members: tenant.user.id,
    organisations: tenant.organisationId,
    audit: (await api.get<Page<AuditEntry>>('/v1/audit?limit=1')).items[0]!.id,
  };
}

async function insertOneOfEach(
  stack: RunningProduct,
  { organisationId, user }: SeededTenant,
  { accountId, phone, webhooks }: { accountId: string; phone: string; webhooks: string },
): Promise<Ids> {
  const mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  const insert = async (collection: string, document: object, _id = newId()): Promise<string> => {
    await mongo
      .db()
      .collection(collection)
      .insertOne({ _id: _id as never, ...document });
    return _id;
  };
  const now = new Date();
  const by = { kind: 'user', id: user.id };
  const connection = { organisationId, businessAccountId: phone };
  const encryption = Encryption.of({ ENCRYPTION_KEY: Buffer.from(stack.env.ENCRYPTION_KEY!, 'base64') })!;
  for (const each of [phone, `49${phone.slice(2)}`])
    await insert(
      'contacts',
      {
        ...{ accountId, phone: each, name: 'Jane', tags: [], values: [], facets: [], terms: [], nameKey: 'jane' },
        ...{ reversedPhone: [...each].reverse().join(''), rev: 1, createdAt: now, updatedAt: now, lastImport: null },
        changedBy: by,
      },
      `${accountId}/${each}`,
    );
  for (const messageId of [newId(), newId()])
    await insert(
      'webhook_messages',
      {
        ...{ messageId, webhookId: webhooks, organisationId, event: 'ImportFinished', body: '{}', state: 'given_up' },
        ...{ attempts: 1, failure: 'timed_out', status: null, nextAttemptAt: now, createdAt: now, givenUpAt: now },
      },
      `${messageId}/${webhooks}`,
    );
  const ids = {
    'whatsapp-connections': await insert('whatsapp_connections', {
      ...{ ...connection, state: 'connected', detail: null },
      ...{
        token: encryption.encrypt('token', tokenContext(connection)),
        createdAt: now,
        checkedAt: now,
        checkAt: new Date(Date.now() + 3_600_000),
      },
    }),
    undos: await insert('undos', {
      ...{ organisationId, accountId, of: { kind: 'import', id: newId() }, status: 'completed', createdBy: by },
      ...{ counts: { restored: 0, takenBack: 0, kept: 0 }, waitsFor: [], processed: 0, expected: null, error: null },
      ...{ contactsPerSecond: null, createdAt: now, startedAt: now, finishedAt: now, updatedAt: now },
    }),
    'dead-letters': await insert('dead_letters', {
      ...{ organisationId, event: 'ContactChanged', subscriber: 'campaigns', deliveryId: newId(), importId: null },
      ...{ batch: null, payload: '{}', reason: 'x', attempts: 1, failedAt: now },
    }),
  };
  await mongo.close();
  return ids;
}

/** What an upload in pieces begins with. */
export function tusHeaders(accountId: string): Record<string, string> {
  const metadata = `accountId ${Buffer.from(accountId).toString('base64')}`;
  return { 'tus-resumable': '1.0.0', 'upload-length': '10', 'upload-metadata': metadata };
}
