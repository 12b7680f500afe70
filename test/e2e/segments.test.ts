import { beforeAll, describe, expect, it } from 'vitest';
import { v7 as newId } from 'uuid';
import {
  segmentSchema,
  type Audience,
  type Campaign,
  type ConditionsInput,
  type Contact,
  type Export,
  type Page,
  type Problem,
  type Segment,
  type TagChange,
} from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const LATER = '2999-01-01T00:00:00.000Z';
/** Ana and Eva have the tag dog; Eva and Leo live in Rome. */
const FILE = 'id,name,tags,city\n34600000001,Ana,dog,Madrid\n34600000002,Eva,dog,Rome\n34600000003,Leo,cat,Rome\n';

describe('saved segments', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let api: ApiClient;
  let accountId: string;
  let otherId: string;

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.editor);
    [accountId, otherId] = tenant.accounts.map(({ id }) => id) as [string, string];
    await api.importFile(accountId, FILE);
    await api.importFile(otherId, 'id,name,tags\n34600000009,Zoe,dog\n');
    await eventually('campaigns know the contacts', async () =>
      expect(await api.get<Audience>(`/v1/campaigns/audience?accountId=${accountId}`)).toMatchObject({ contacts: 3 }),
    );
  }, 120_000);

  const send = (method: string, path: string, body?: unknown, client = api): Promise<Response> =>
    client.request(path, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  const refusal = async (response: Response) => {
    const { code, detail } = (await response.json()) as Problem;
    return { status: response.status, code, detail };
  };
  const save = (name: string, conditions: ConditionsInput, account: string | null = accountId) =>
    api.post<Segment>('/v1/segments', { name, accountId: account, conditions });
  const change = async (id: string, patch: object): Promise<Segment> => {
    const response = await send('PATCH', `/v1/segments/${id}`, patch);
    expect(response.status).toBe(200);
    return (await response.json()) as Segment;
  };
  const read = (id: string) => api.get<Segment>(`/v1/segments/${id}`);
  const names = async (query: string) => (await api.contacts(query)).items.map(({ name }: Contact) => name);

  it('are conditions with a name, for one number or all, and are listed, changed and deleted', async () => {
    const own = await save(' Dogs ', { tag: ['dog'] });
    const common = await save('Dogs everywhere', { tag: ['DOG'] }, null);
    const elsewhere = await save('Dogs of the other', { tag: ['dog'] }, otherId);
    expect(segmentSchema.strict().parse(own)).toMatchObject({
      ...{ name: 'Dogs', accountId, count: { value: 2, exact: true }, usedBy: [] },
      conditions: { tag: ['dog'], notTag: [], match: 'all' },
    });
    expect(common).toMatchObject({ accountId: null, count: { value: 3, exact: true } });
    const listed = async (query: string) =>
      (await api.all<Segment>('/v1/segments', new URLSearchParams(query))).items.map(({ id }) => id);
    expect(await listed('limit=1')).toEqual([own.id, common.id, elsewhere.id]);
    expect(await listed(`accountId=${accountId}`)).toEqual([own.id, common.id]);

    expect(await change(own.id, { name: 'Cats', conditions: { tag: ['cat'] } })).toMatchObject({
      ...{ id: own.id, name: 'Cats', conditions: { tag: ['cat'] }, count: { value: 1 } },
    });
    expect((await send('DELETE', `/v1/segments/${own.id}`)).status).toBe(204);
    expect(await refusal(await send('GET', `/v1/segments/${own.id}`))).toMatchObject({ code: 'segment_not_found' });
  });

  it('are counted with the time of it, again on demand, and 0 for what nobody has', async () => {
    const { id, count } = await save('Of Oslo', { value: ['city:Oslo'], hasValue: ['no such name'], match: 'any' });
    expect(count).toMatchObject({ value: 0, exact: true });
    const phone = '34600000004';
    await api.post(`/v1/accounts/${accountId}/contacts`, { phone, name: 'Kai', values: { city: 'Oslo' } });
    expect((await read(id)).count).toEqual(count);
    const viewer = new ApiClient(stack.url, tenant.keys.viewer);
    const counted = (await viewer.post<Segment>(`/v1/segments/${id}/count`)).count!;
    expect(counted).toMatchObject({ value: 1, exact: true });
    expect(counted.at > count!.at).toBe(true);
    expect((await read(id)).count).toEqual(counted);
  });

  it('narrow the list, downloads and tag changes; what was ordered keeps the conditions of that time', async () => {
    const { id } = await save('Dog owners', { tag: ['dog'] }, null);
    expect(await names(`segmentId=${id}`)).toEqual(['Ana', 'Eva', 'Zoe']);
    expect(await names(`segmentId=${id}&accountId=${accountId}&value=city:Rome&count=exact`)).toEqual(['Eva']);
    const filter = { accountId, notTag: ['left'] };
    const download = await api.post<Export>('/v1/exports', { filter, segmentId: id });
    const tagging = await api.post<TagChange>('/v1/tag-changes', { filter, segmentId: id, add: ['written'] });
    const both = { filter: { accountId, tag: ['dog'], notTag: ['left'] }, segmentId: id };
    await change(id, { conditions: { tag: ['nobody'] } });
    await eventually('both are done', async () => {
      expect(await api.get(`/v1/exports/${download.id}`)).toMatchObject({ ...both, status: 'completed', rows: 2 });
      expect(await api.get(`/v1/tag-changes/${tagging.id}`)).toMatchObject({
        ...both,
        status: 'completed',
        processed: 2,
      });
    });
    expect(await names(`accountId=${accountId}&tag=written`)).toEqual(['Ana', 'Eva']);
    expect(await names(`segmentId=${id}`)).toEqual([]);

    const ofOne = await save('Of Rome', { value: ['city:Rome'] });
    expect(await names(`segmentId=${ofOne.id}`)).toEqual(['Eva', 'Leo']);
  });

  it('serve campaigns, which follow a change until they are frozen', async () => {
    const { id } = await save('Romans', { value: ['city:Rome'] });
    const reach = (segmentId: string) => api.post('/v1/campaigns/reach', { accountId, segmentId });
    expect(await reach(id)).toMatchObject({ count: 2 });
    const make = (name: string) => api.post<Campaign>('/v1/campaigns', { name, accountId, segmentId: id });
    const campaign = (made: Campaign) => api.get<Campaign>(`/v1/campaigns/${made.id}`);
    const [draft, scheduled, frozen] = [await make('Draft'), await make('Later'), await make('Now')];
    expect(draft).toMatchObject({ segmentId: id, segment: { value: ['city:Rome'] }, reach: { count: 2 } });
    await api.post(`/v1/campaigns/${scheduled.id}/schedule`, { scheduledAt: LATER });
    await api.post(`/v1/campaigns/${frozen.id}/schedule`);
    await eventually('it is frozen', async () => expect((await campaign(frozen)).state).toBe('audience_frozen'));
    expect((await read(id)).usedBy).toEqual([
      { campaignId: scheduled.id, name: 'Later', state: 'scheduled', scheduledAt: LATER },
      { campaignId: draft.id, name: 'Draft', state: 'draft', scheduledAt: null },
    ]);

    await change(id, { conditions: { value: ['city:Madrid'] } });
    expect(await campaign(draft)).toMatchObject({ state: 'draft', segment: { value: ['city:Madrid'] } });
    expect(await campaign(scheduled)).toMatchObject({ state: 'scheduled', segment: { value: ['city:Madrid'] } });
    expect(await campaign(frozen)).toMatchObject({
      segmentId: id,
      segment: { value: ['city:Rome'] },
      reach: { count: 2 },
    });
    const searchOnly = { conditions: { search: 'eva' } };
    expect(await refusal(await send('PATCH', `/v1/segments/${id}`, searchOnly))).toMatchObject({
      ...{ status: 422, code: 'segment_without_condition', detail: expect.stringContaining('scheduled campaign') },
    });
    expect((await read(id)).conditions).toMatchObject({ search: '', value: ['city:Madrid'] });

    // Conditions of its own end the reference; the id of a segment begins one.
    await send('PATCH', `/v1/campaigns/${draft.id}`, { segment: { tag: ['cat'] } });
    await change(id, { conditions: { value: ['city:Rome'] } });
    expect(await campaign(draft)).toMatchObject({ segmentId: null, segment: { tag: ['cat'] } });
    await send('PATCH', `/v1/campaigns/${draft.id}`, { segmentId: id });
    expect(await campaign(draft)).toMatchObject({ segmentId: id, segment: { tag: [], value: ['city:Rome'] } });
  }, 60_000);

  it('are not deleted unseen while a campaign uses them', async () => {
    const { id } = await save('In use', { tag: ['dog'] });
    const made = await api.post<Campaign>('/v1/campaigns', { name: 'Summer', accountId, segmentId: id });
    await api.post(`/v1/campaigns/${made.id}/schedule`, { scheduledAt: LATER });
    expect(await refusal(await send('DELETE', `/v1/segments/${id}`))).toMatchObject({
      ...{ status: 409, code: 'segment_in_use', detail: expect.stringContaining('1 campaign uses it: “Summer”.') },
    });
    expect((await read(id)).usedBy).toHaveLength(1);
    expect((await send('DELETE', `/v1/segments/${id}?force=true`)).status).toBe(204);
    expect(await api.get<Campaign>(`/v1/campaigns/${made.id}`)).toMatchObject({
      ...{ state: 'scheduled', segmentId: null, segment: { tag: ['dog'] } },
    });
    expect(await api.post(`/v1/campaigns/${made.id}/cancel`)).toMatchObject({ state: 'cancelled' });
  });

  it('refuse what cannot be', async () => {
    const kept = await save('Kept', { tag: ['a', 'b'], match: 'any' });
    const foreign = await save('Foreign', { tag: ['dog'] }, otherId);
    const filter = { accountId, tag: ['c'] };
    const cases: [string, string, unknown, number, string][] = [
      ['POST', '/v1/segments', { name: 'KEPT', conditions: {} }, 409, 'segment_exists'],
      ['PATCH', `/v1/segments/${foreign.id}`, { name: 'kept' }, 409, 'segment_exists'],
      ['POST', '/v1/segments', { name: ' ', conditions: {} }, 400, 'invalid_request'],
      ['POST', '/v1/segments', { name: 'x' }, 400, 'invalid_request'],
      ['POST', '/v1/segments', { name: 'x', conditions: { import: newId() } }, 400, 'invalid_request'],
      ['POST', '/v1/segments', { name: 'x', conditions: { value: ['city'] } }, 400, 'invalid_request'],
      ['PATCH', `/v1/segments/${kept.id}`, {}, 400, 'invalid_request'],
      ['DELETE', `/v1/segments/${kept.id}?force=perhaps`, undefined, 400, 'invalid_request'],
      ['GET', `/v1/contacts?segmentId=${newId()}`, undefined, 404, 'segment_not_found'],
      ['GET', `/v1/contacts?segmentId=${kept.id}&accountId=${otherId}`, undefined, 422, 'segment_of_other_account'],
      ['GET', `/v1/contacts?segmentId=${kept.id}&tag=c`, undefined, 422, 'segment_not_combinable'],
      ['POST', '/v1/exports', { filter, segmentId: kept.id }, 422, 'segment_not_combinable'],
      ['POST', '/v1/tag-changes', { filter, segmentId: foreign.id, add: ['x'] }, 422, 'segment_of_other_account'],
      ['POST', '/v1/campaigns', { name: 'x', accountId, segmentId: foreign.id }, 422, 'segment_of_other_account'],
      ['POST', '/v1/campaigns', { name: 'x', accountId, segmentId: newId() }, 404, 'segment_not_found'],
      [
        'POST',
        '/v1/campaigns',
        { name: 'x', accountId, segmentId: kept.id, segment: { tag: ['a'] } },
        400,
        'invalid_request',
      ],
      ['POST', '/v1/campaigns/reach', { accountId, segmentId: foreign.id }, 422, 'segment_of_other_account'],
    ];
    for (const [method, path, body, status, code] of cases)
      expect({ path, body, ...(await refusal(await send(method, path, body))) }).toMatchObject({
        path,
        body,
        status,
        code,
      });

    const stranger = new ApiClient(stack.url, (await stack.seed()).keys.admin);
    expect((await stranger.get<Page<Segment>>('/v1/segments')).items).toEqual([]);
    expect(await refusal(await send('GET', `/v1/contacts?segmentId=${kept.id}`, undefined, stranger))).toMatchObject({
      code: 'segment_not_found',
    });
  });
});
