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
 * Creates one of everything for an organisation. What the API does not create at once is inserted into MongoDB.
 * @param phone that of its only contact
 */
export async function makeOneOfEach(stack: RunningProduct, tenant: SeededTenant, phone: string): Promise<Ids> {
  const api = new ApiClient(stack.url, tenant.keys.admin);
  const accountId = tenant.accounts[0]!.id;
  const inserted = await insertOneOfEach(stack, tenant, accountId, phone);
  const filter = { accountId };
  const keys = await api.post<ApiKey>('/v1/keys', { name: 'Of no use', role: 'viewer' });
  const uploadHeaders = tusHeaders(accountId);
  return {
    ...inserted,
    phone,
    accounts: accountId,
    imports: (await api.upload(accountId, `id,name\n${phone},Jane\n`, { start: 'confirm' })).id,
    uploads: (await api.read<Upload>('/v1/uploads', { method: 'POST', headers: uploadHeaders })).id,
    campaigns: (await api.post<Campaign>('/v1/campaigns', { name: 'Theirs', accountId })).id,
    exports: (await api.post<Export>('/v1/exports', { filter })).id,
    'tag-changes': (await api.post<TagChange>('/v1/tag-changes', { filter, add: ['x'] })).id,
    replays: (await api.post<Replay>('/v1/replays', { accountId, to: 'campaigns' })).id,
    segments: (await api.post<Segment>('/v1/segments', { name: 'Theirs', accountId, conditions: {} })).id,
    webhooks: (await api.post<NewWebhook>('/v1/webhooks', { url: 'http://127.0.0.1:9/', events: ['ImportFinished'] }))
      .id,
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
  accountId: string,
  phone: string,
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
  const connection = { organisationId, businessAccountId: '1' };
  const encryption = Encryption.of({ ENCRYPTION_KEY: Buffer.from(stack.env.ENCRYPTION_KEY!, 'base64') })!;
  await insert(
    'contacts',
    {
      ...{ accountId, phone, name: 'Jane', tags: [], values: [], facets: [], terms: [], nameKey: 'jane' },
      ...{ reversedPhone: [...phone].reverse().join(''), rev: 1, createdAt: now, updatedAt: now, lastImport: null },
      changedBy: by,
    },
    `${accountId}/${phone}`,
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
