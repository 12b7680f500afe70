import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import {
  SERVICES,
  type Audience,
  type Campaign,
  type CampaignMember,
  type Contact,
  type Export,
  type NewWebhook,
  type Page,
  type TagChange,
} from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { MongoRelay, type Effect, type Fault } from '../support/mongo-relay.js';
import { peopleCsv } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

/** Half of them have a tag, and are more than one batch of a scan, which has 500. */
const COUNT = 1_040;
/** Two batches. */
const IMPORTED = 200;
const EDITED = '34600000000';
const OUTAGE_SECONDS = 2;
const COMMANDS = ['find', 'getMore', 'aggregate', 'insert', 'update', 'delete', 'findAndModify', 'commitTransaction'];

/** What MongoDB answers, or does not, while another primary is elected. */
const ERRORS: Effect[] = [
  { code: 10107 }, // NotWritablePrimary
  { code: 13435 }, // NotPrimaryNoSecondaryOk
  { code: 189, when: 'after' }, // PrimarySteppedDown
  { code: 11602 }, // InterruptedDueToReplStateChange
  { code: 91 }, // ShutdownInProgress
  { code: 133 }, // FailedToSatisfyReadPreference
  { writeConcernError: 64 }, // WriteConcernFailed
  { drop: 'before' },
  { drop: 'after' },
];
/** CursorNotFound, CursorKilled. */
const CURSOR_ERRORS: Effect[] = [{ code: 43 }, { code: 237 }];
/** So many days with several errors at once. On each, a command meets another error. */
const DAYS = 4;
const OUTAGES: [name: string, effect: Effect][] = [
  ['10107 NotWritablePrimary', { code: 10107 }],
  ['connections lost before the server saw it', { drop: 'before' }],
];

/** An organisation with contacts in its first account, and a webhook. */
interface Prepared {
  api: ApiClient;
  receiver: WebhookReceiver;
  accountId: string;
  emptyAccountId: string;
}

/**
 * All services but the gateway reach MongoDB through a relay. One attempt is all that they have, so work that counts
 * one is given up.
 */
describe('a failover of MongoDB while the services work', () => {
  let stack: Stack;
  let relay: MongoRelay;
  let mongo: mongoose.mongo.MongoClient;
  const organisations: Prepared[] = [];
  let days = 0;
  let expected: object;

  beforeAll(async () => {
    relay = await MongoRelay.before(process.env.MONGODB_URI!);
    stack = await startStack({
      services: SERVICES,
      env: { ATTEMPTS: '1', IMPORT_BATCH_ROWS: '100', ENCRYPTION_KEY: randomBytes(32).toString('base64') },
      mongodb: (service, direct) => (service === 'gateway' ? direct : relay.through(direct)),
    });
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    const needed = 1 + DAYS + OUTAGES.length;
    while (organisations.length < needed) {
      const some = Math.min(3, needed - organisations.length);
      organisations.push(...(await Promise.all(Array.from({ length: some }, prepared))));
    }
    expected = await day();
  }, 180_000);
  afterEach(() => relay.disarm());
  afterAll(async () => {
    for (const { receiver } of organisations) await receiver.goAway();
    await mongo?.close();
    await stack?.stop();
    relay?.close();
  });

  it.each(Array.from({ length: DAYS }, (_, index) => index))(
    'every command meets an error a few times, mixture %i: nothing is different',
    async (mixture) => {
      const faults = COMMANDS.map((command, index): Fault => {
        const isForCursors = command === 'getMore' && mixture % 2 === 0;
        const effect = isForCursors ? CURSOR_ERRORS[mixture / 2]! : ERRORS[(index + mixture * 2) % ERRORS.length]!;
        return { effect, commands: [command], times: 3 };
      });
      await sameWith(faults);
    },
    60_000,
  );

  it.each(OUTAGES)(
    '%s, for two seconds: nothing is different',
    async (_, effect) => sameWith([{ effect, seconds: OUTAGE_SECONDS }]),
    60_000,
  );

  async function sameWith(faults: Fault[]): Promise<void> {
    const armed = faults.map((fault) => relay.arm(fault));
    expect(await day()).toEqual(expected);
    expect(armed.some(({ count }) => count > 0)).toBe(true);
  }

  async function prepared(): Promise<Prepared> {
    const tenant = await stack.seed();
    const api = new ApiClient(stack.url, tenant.keys.admin);
    const [first, second] = tenant.accounts;
    const receiver = await WebhookReceiver.start();
    await api.post<NewWebhook>('/v1/webhooks', { url: receiver.url, events: ['ContactChanged', 'ImportFinished'] });
    expect(await api.importFile(first!.id, peopleCsv(COUNT))).toMatchObject({ status: 'completed' });
    await heard(api, first!.id);
    return { api, receiver, accountId: first!.id, emptyAccountId: second!.id };
  }

  /** What an organisation finds after it has imported, changed tags, edited, exported and frozen a campaign at once. */
  async function day(): Promise<object> {
    const { api, receiver, accountId, emptyAccountId } = organisations[days++]!;
    const [imported, tagChange, edited, file, members] = await Promise.all([
      api.importFile(emptyAccountId, peopleCsv(IMPORTED, { firstPhone: 34700000000 })),
      changedTags(api, accountId),
      edit(api, `/v1/accounts/${accountId}/contacts/${EDITED}`),
      exported(api, accountId),
      frozen(api, accountId),
    ]);
    const { status, rows, counts } = imported;
    const audiences = [await heard(api, accountId), await heard(api, emptyAccountId)];
    const { items } = await api.all<Contact>('/v1/contacts');
    await eventually('the webhook heard of everything', () => {
      expect(announcedTo(receiver)).toEqual(new Map(items.map(({ phone, revision }) => [phone, revision])));
      expect(receiver.taken.filter(({ type }) => type === 'ImportFinished').length).toBeGreaterThanOrEqual(2);
    });
    const contacts = items.map(({ phone, name, tags, values, revision }) => ({ phone, name, tags, values, revision }));
    const letters = await mongo.db().collection('dead_letters').countDocuments();
    expect({ letters, counted: attemptsCounted() }).toEqual({ letters: 0, counted: [] });
    return { import: { status, rows, counts }, tagChange, edited, file, members, contacts, audiences };
  }

  /** The lines of the logs about counted attempts. */
  const attemptsCounted = () =>
    SERVICES.flatMap((service) => stack.readLog(service).split('\n')).filter((line) =>
      /the work (was given up|failed and will be tried again)/.test(line),
    );
});

/** The audience of an account, once the view has heard of everything. */
function heard(api: ApiClient, accountId: string): Promise<object> {
  return eventually('the audience has caught up', async () => {
    const current = await api.get<Audience>(`/v1/campaigns/audience?accountId=${accountId}`);
    expect(current.behind).toMatchObject({ eventsWaiting: 0, eventsFailed: 0 });
    return { contacts: current.contacts, reachable: current.reachable, tags: current.tags };
  });
}

async function changedTags(api: ApiClient, accountId: string): Promise<object> {
  const order = { filter: { accountId, tag: ['dog'] }, add: ['summer'] };
  const { id } = await api.post<TagChange>('/v1/tag-changes', order);
  return eventually('the tag change ends', async () => {
    const { status, finishedAt, processed, counts, error } = await api.get<TagChange>(`/v1/tag-changes/${id}`);
    expect(finishedAt).not.toBeNull();
    return { status, processed, counts, error };
  });
}

async function exported(api: ApiClient, accountId: string): Promise<string> {
  const { id } = await api.post<Export>('/v1/exports', { filter: { accountId, tag: ['cat'] }, format: 'csv' });
  expect(await api.followExport(id)).toMatchObject({ status: 'completed' });
  return (await fetch(await api.downloadUrl(id))).text();
}

/** Like a good client, it asks again when it is told to. */
async function edit(api: ApiClient, path: string): Promise<object> {
  return eventually('the edit is answered', async () => {
    const response = await api.request(path, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ values: { city: 'Paris' } }),
    });
    const { values } = (await response.json()) as Contact;
    expect(response.headers.get('retry-after')).toBeNull();
    return { status: response.status, values };
  });
}

/** The phones of a campaign that is frozen at once. */
async function frozen(api: ApiClient, accountId: string): Promise<string[]> {
  const { id } = await api.post<Campaign>('/v1/campaigns', { name: 'Summer', accountId, segment: { tag: ['cat'] } });
  await api.post(`/v1/campaigns/${id}/schedule`);
  await eventually('the audience is frozen', async () =>
    expect(await api.get<Campaign>(`/v1/campaigns/${id}`)).toMatchObject({ state: 'audience_frozen', error: null }),
  );
  const members = await api.get<Page<CampaignMember>>(`/v1/campaigns/${id}/members?limit=5000`);
  return members.items.map(({ phone }) => phone);
}

/** The newest revision of each contact that a webhook has heard of. */
function announcedTo(receiver: WebhookReceiver): Map<string, number> {
  const newest = new Map<string, number>();
  for (const { type, data } of receiver.taken) {
    if (type !== 'ContactChanged') continue;
    for (const { phone, revision } of data.contacts as Pick<Contact, 'phone' | 'revision'>[])
      newest.set(phone, Math.max(revision, newest.get(phone) ?? 0));
  }
  return newest;
}
