import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { campaignSchema, type Audience, type Campaign, type CampaignMember, type Page, type Problem } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

const NOBODY = '0197c5a0-2222-7000-8000-000000000002';
const JSON_TYPE = { 'content-type': 'application/json' };
const phone = (index: number) => String(34600000000 + index);

describe('campaigns', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let api: ApiClient;
  let accountId: string;

  beforeAll(async () => {
    stack = await startStack({
      together: ['gateway', 'importer', 'contacts'],
      services: ['campaigns'],
      // So that much happens in the middle of an import.
      env: { IMPORT_BATCH_ROWS: '20' },
    });
  }, 60_000);
  afterAll(() => stack?.stop());
  beforeEach(async () => {
    tenant = await stack.seed({ accounts: ['active', 'inactive'] });
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
  });

  const send = (method: string, path: string, body?: unknown) =>
    api.request(path, { method, ...(body !== undefined && { body: JSON.stringify(body), headers: JSON_TYPE }) });
  const post = (path: string, body?: unknown) => send('POST', path, body);
  const codeOf = async (response: Response) => [response.status, ((await response.json()) as Problem).code];
  const draft = (segment: unknown, name = 'Summer', account = accountId) =>
    api.post<Campaign>('/v1/campaigns', { name, accountId: account, segment });
  const read = (id: string) => api.get<Campaign>(`/v1/campaigns/${id}`);
  const inState = (id: string, state: Campaign['state']) =>
    eventually(`the campaign is ${state}`, async () => {
      const campaign = await read(id);
      expect(campaign).toMatchObject({ state });
      return campaign;
    });
  const caughtUp = () =>
    eventually('the audience has caught up', async () => {
      const audience = await api.get<Audience>(`/v1/campaigns/audience?accountId=${accountId}`);
      expect(audience.behind.eventsWaiting).toBe(0);
      return audience;
    });
  const report = (index: number, status: 'usable' | 'unusable') =>
    api.post(`/v1/accounts/${accountId}/contacts/${phone(index)}/reachability`, {
      status,
      ...(status === 'unusable' && { reason: 'not on WhatsApp' }),
    });
  async function members(id: string, limit = 1000): Promise<string[]> {
    const phones: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page: Page<CampaignMember> = await api.get(
        `/v1/campaigns/${id}/members?limit=${limit}${next && `&after=${next}`}`,
      );
      phones.push(...page.items.map((member) => member.phone));
      next = page.next;
    }
    return phones;
  }
  async function file(id: string): Promise<string> {
    const redirect = await api.request(`/v1/campaigns/${id}/download`);
    expect(redirect.status).toBe(302);
    const response = await fetch(redirect.headers.get('location')!);
    expect(response.headers.get('content-disposition')).toMatch(/audience-summer-\d{4}-\d\d-\d\d\.csv/);
    return response.text();
  }

  it('reaches the contacts of its segment, freezes them at the scheduled time, and no import changes that', async () => {
    // Every third contact has the tag dog, every other third has only a value, the rest has neither.
    const COUNT = 90;
    const rows = Array.from({ length: COUNT }, (_, i) => [
      phone(i),
      `Person ${i}`,
      i % 3 ? '' : 'dog',
      i % 3 === 1 ? 'Rome' : '',
    ]);
    await api.importFile(accountId, `id,name,tags,city\n${rows.map((row) => row.join(',')).join('\n')}\n`);
    for (const index of [0, 1, 2]) await report(index, 'unusable');
    const excluded = (untagged: number, unusable: number) => [
      { reason: 'opted_out', count: 0 },
      { reason: 'taken_back', count: 0 },
      { reason: 'no_tag_or_value', count: untagged },
      { reason: 'unusable_number', count: unusable },
      { reason: 'account_inactive', count: 0 },
    ];
    expect(await caughtUp()).toMatchObject({ contacts: COUNT, reachable: 58, excluded: excluded(30, 2) });

    const segment = { tag: ['DOG'], hasValue: ['city'], match: 'any' };
    expect(await api.post('/v1/campaigns/reach', { accountId, segment })).toMatchObject({
      count: 58,
      excluded: excluded(0, 2),
      behind: { eventsWaiting: 0, oldestSeconds: null },
    });
    expect(await api.post('/v1/campaigns/reach', { accountId, segment: { notTag: ['cat'] } })).toMatchObject({
      count: 58,
      excluded: excluded(30, 2),
    });

    const { id } = await draft(segment);
    expect(campaignSchema.strict().parse(await read(id))).toMatchObject({
      state: 'draft',
      reach: { count: 58 },
      warnings: [],
    });
    expect(await codeOf(await api.request(`/v1/campaigns/${id}/members`))).toEqual([409, 'not_ready']);
    expect(await codeOf(await post(`/v1/campaigns/${id}/done`))).toEqual([409, 'wrong_state']);
    const later = new Date(Date.now() + 3_600_000).toISOString();
    expect(await api.post(`/v1/campaigns/${id}/schedule`, { scheduledAt: later })).toMatchObject({
      state: 'scheduled',
      scheduledAt: later,
    });
    expect(await api.post(`/v1/campaigns/${id}/schedule`, {})).toMatchObject({ state: 'scheduled' });
    const frozen = await inState(id, 'audience_frozen');
    expect(frozen).toMatchObject({ reach: { count: 58, excluded: excluded(0, 2) }, error: null });

    const expected = rows
      .filter(([, , tag, city]) => tag || city)
      .map(([own]) => own!)
      .slice(2);
    expect(await members(id, 7)).toEqual(expected);
    expect(await members(id)).toEqual(expected);
    expect(await file(id)).toBe(['phone', ...expected, ''].join('\r\n'));

    await api.importFile(accountId, `id,name,tags,city\n${phone(999)},New,dog,\n`, { blankColumns: 'clear' });
    expect(await api.post('/v1/campaigns/reach', { accountId, segment: { hasValue: ['city'] } })).toBeTruthy();
    await eventually('the view has heard of it', async () =>
      expect(await caughtUp()).toMatchObject({ contacts: COUNT + 1 }),
    );
    expect(await members(id)).toEqual(expected);
    expect(await read(id)).toEqual(frozen);

    expect(await codeOf(await send('PATCH', `/v1/campaigns/${id}`, { name: 'x' }))).toEqual([409, 'wrong_state']);
    expect(await codeOf(await post(`/v1/campaigns/${id}/schedule`))).toEqual([409, 'wrong_state']);
    expect(await api.post(`/v1/campaigns/${id}/done`, {})).toMatchObject({ state: 'done' });
    expect(await api.post(`/v1/campaigns/${id}/done`, {})).toMatchObject({ state: 'done' });
    expect(await members(id)).toEqual(expected);
    expect(await codeOf(await post(`/v1/campaigns/${id}/cancel`))).toEqual([409, 'wrong_state']);
  }, 60_000);

  it('refuses campaigns that cannot be sent, with code and reason', async () => {
    await api.importFile(accountId, `id,name,tags\n${phone(1)},Jane,dog\n${phone(2)},Ana,\n`);
    await caughtUp();
    const refuse = async (segment: unknown, body: unknown = {}, account = accountId) => {
      const { id } = await draft(segment, 'Summer', account);
      const response = await post(`/v1/campaigns/${id}/schedule`, body);
      const { code, detail } = (await response.json()) as Problem;
      expect(await read(id)).toMatchObject({ state: 'draft', scheduledAt: null });
      return [response.status, code, detail];
    };
    expect(await refuse({ tag: ['cat'] })).toEqual([
      422,
      'empty_audience',
      expect.stringContaining('no contact matches'),
    ]);
    expect(await refuse({ search: 'Ana', notTag: ['cat'] })).toEqual([
      422,
      'empty_audience',
      expect.stringContaining('all 1'),
    ]);
    expect(await refuse({})).toEqual([422, 'segment_without_condition', expect.any(String)]);
    expect(await refuse({ search: 'Jane' })).toEqual([422, 'segment_without_condition', expect.any(String)]);
    const past = { scheduledAt: '2020-01-01T00:00:00.000Z' };
    expect(await refuse({ tag: ['dog'] }, past)).toEqual([422, 'schedule_in_past', expect.any(String)]);
    const tomorrow = { scheduledAt: 'tomorrow' };
    expect(await refuse({ tag: ['dog'] }, tomorrow)).toEqual([400, 'invalid_request', expect.any(String)]);
    const inactive = tenant.accounts[1]!.id;
    expect(await refuse({ tag: ['dog'] }, {}, inactive)).toEqual([409, 'no_active_account', expect.any(String)]);

    const reach = async (body: unknown) => codeOf(await post('/v1/campaigns/reach', body));
    expect(await reach({ accountId, segment: {} })).toEqual([422, 'segment_without_condition']);
    expect(await reach({ accountId: NOBODY, segment: { tag: ['x'] } })).toEqual([404, 'account_not_found']);
    expect(await reach({ accountId, segment: { value: ['city'] } })).toEqual([400, 'invalid_request']);
    expect(await reach({ accountId, segment: { colour: ['red'] } })).toEqual([400, 'invalid_request']);
    expect(await codeOf(await post('/v1/campaigns', { name: ' ', accountId }))).toEqual([400, 'invalid_request']);
    expect(await codeOf(await api.request(`/v1/campaigns/${NOBODY}`))).toEqual([404, 'campaign_not_found']);

    const viewer = new ApiClient(stack.url, tenant.keys.viewer);
    const asViewer = await viewer.request('/v1/campaigns', { method: 'POST', headers: JSON_TYPE, body: '{}' });
    expect(asViewer.status).toBe(403);
    expect((await viewer.get<Page<Campaign>>('/v1/campaigns?state=draft&limit=2')).items).toHaveLength(2);
  }, 60_000);

  it('makes a scheduled campaign a draft again when it is changed, or when its account is inactive at the scheduled time', async () => {
    await api.importFile(accountId, `id,name,tags\n${phone(1)},Jane,dog\n`);
    await caughtUp();
    const { id } = await draft({ tag: ['dog'] });
    const later = { scheduledAt: new Date(Date.now() + 3_600_000).toISOString() };
    await api.post(`/v1/campaigns/${id}/schedule`, later);
    const changed = await send('PATCH', `/v1/campaigns/${id}`, { segment: { tag: ['cat'] } });
    expect(await changed.json()).toMatchObject({
      state: 'draft',
      scheduledAt: null,
      segment: { tag: ['cat'] },
      reach: { count: 0 },
    });
    await send('PATCH', `/v1/campaigns/${id}`, { segment: { tag: ['dog'] } });

    await stack.kill('campaigns', 'SIGTERM');
    await api.post(`/v1/campaigns/${id}/schedule`, {});
    await send('PATCH', `/v1/accounts/${accountId}`, { status: 'inactive' });
    await stack.start('campaigns');
    const back = await inState(id, 'draft');
    expect(back).toMatchObject({
      scheduledAt: null,
      error: { code: 'no_active_account' },
      reach: { count: 0, excluded: expect.arrayContaining([{ reason: 'account_inactive', count: 1 }]) },
    });

    await send('PATCH', `/v1/accounts/${accountId}`, { status: 'active' });
    await api.post(`/v1/campaigns/${id}/schedule`, {});
    expect(await inState(id, 'audience_frozen')).toMatchObject({ error: null });
    expect(await members(id)).toEqual([phone(1)]);
    expect(await api.post(`/v1/campaigns/${id}/cancel`, {})).toMatchObject({ state: 'cancelled' });
    expect(await codeOf(await api.request(`/v1/campaigns/${id}/members`))).toEqual([409, 'wrong_state']);
    expect(await codeOf(await post(`/v1/campaigns/${id}/schedule`))).toEqual([409, 'wrong_state']);
  }, 60_000);

  it('never includes a contact without a tag or with an unusable number, whatever happens at the same time', async () => {
    const COUNT = 120;
    const kinds = ['steady', 'untagged', 'unusable', 'restless'] as const;
    const kindOf = (index: number) => kinds[index % kinds.length]!;
    const csv = (round: number) => {
      const tags = { steady: 'dog', untagged: '', unusable: 'dog', restless: round % 2 ? 'dog' : 'cat' };
      const rows = Array.from({ length: COUNT }, (_, i) => `${phone(i)},Round ${round} ${i},${tags[kindOf(i)]}`);
      return `id,name,tags\n${rows.join('\n')}\n`;
    };
    await api.importFile(accountId, csv(0), { blankCells: 'clear' });
    const unusable = Array.from({ length: COUNT }, (_, i) => i).filter((i) => kindOf(i) === 'unusable');
    await Promise.all(unusable.map((index) => report(index, 'unusable')));

    const segments = [{ tag: ['dog'] }, { notTag: ['nobody'] }, { tag: ['dog', 'cat'], match: 'any' }];
    const ids: string[] = [];
    for (let round = 1; round <= 4; round++) {
      const going = api.upload(accountId, csv(round), { blankCells: 'clear' });
      for (const segment of segments) {
        const { id } = await draft(segment);
        await api.post(`/v1/campaigns/${id}/schedule`, {});
        ids.push(id);
      }
      await Promise.all([
        report(3, round % 2 ? 'unusable' : 'usable'),
        ...unusable.slice(0, 5).map((index) => report(index, 'unusable')),
      ]);
      await api.finished((await going).id);
    }
    const steady = Array.from({ length: COUNT }, (_, i) => i)
      .filter((i) => kindOf(i) === 'steady')
      .map(phone);
    for (const id of ids) {
      await inState(id, 'audience_frozen');
      const list = await members(id);
      expect(list.filter((one) => ['untagged', 'unusable'].includes(kindOf(Number(one) - 34600000000)))).toEqual([]);
      expect(list.filter((one) => kindOf(Number(one) - 34600000000) === 'steady')).toEqual(steady);
      expect(new Set(list).size).toBe(list.length);
    }
  }, 90_000);
});
