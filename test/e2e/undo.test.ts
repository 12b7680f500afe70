import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import type { Contact, ContactHistory, Import, Page, Problem, Reach, TagChange, Undo, UndoForecast } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { sharedStack, type RunningProduct } from '../support/stack.js';

const [JANE, ANA, LI, ZOE] = ['34600000001', '34600000002', '34600000003', '34600000004'] as const;
const BEFORE = `id,name,tags,city\n${JANE},Jane,"cat,dog",Lugo\n${ANA},=Ana(),dog,Vigo\n`;
const AFTER = `id,name,tags,city,age\n${JANE},Janet,vip,,40\n${ANA},=Ana(),vip,,41\n${LI},Li,vip,,42\n${ZOE},Zoe,vip,,43\n`;

describe('undo', () => {
  let stack: RunningProduct;
  let mongo: mongoose.mongo.MongoClient;
  let api: ApiClient;
  let accountId = '';

  beforeAll(async () => {
    stack = await sharedStack();
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  }, 60_000);
  afterAll(() => mongo?.close());
  beforeEach(async () => {
    const tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
  });

  const address = (phone: string) => `/v1/accounts/${accountId}/contacts/${phone}`;
  const read = (phone: string) => api.get<Contact>(address(phone));
  const put = (contact: object) => api.post<Contact>(`/v1/accounts/${accountId}/contacts`, contact);
  const ended = <O extends { finishedAt: string | null }>(path: string) =>
    api.follow<O>(path, ({ finishedAt }) => finishedAt !== null);
  const undo = async (path: string) => ended<Undo>(`/v1/undos/${(await api.post<Undo>(`/v1/${path}/undo`)).id}`);
  const forecast = (kind: string, id: string) => api.get<UndoForecast>(`/v1/undos/forecast?kind=${kind}&id=${id}`);
  const refusal = async (path: string) => {
    const response = await api.request(`/v1/${path}/undo`, { method: 'POST' });
    return [response.status, ((await response.json()) as Problem).code];
  };
  const state = async (phone: string) => {
    const { name, tags, values, takenBack } = await read(phone);
    return { name, tags, values, takenBack };
  };
  const changes = () => mongo.db().collection('contact_changes');

  it('of an import gives contacts back what they had, takes new ones back, and keeps what others changed', async () => {
    await api.importFile(accountId, BEFORE);
    const { id } = await api.importFile(accountId, AFTER, { blankColumns: 'clear' });
    await put({ phone: ANA, name: '=Ana()', values: { age: '50' } });
    await put({ phone: ZOE, name: 'Zoé' });

    const expected = { restored: 1, takenBack: 1, kept: 2 };
    const foreseen = await forecast('import', id);
    expect(foreseen).toMatchObject({ ...expected, exact: true });
    expect(foreseen.keptContacts).toMatchObject([
      { phone: ANA, name: '=Ana()', changedBy: { kind: 'key' } },
      { phone: ZOE, name: 'Zoé' },
    ]);
    const file = await (await api.request(`/v1/undos/kept?kind=import&id=${id}`)).text();
    expect(file.split('\r\n')).toEqual([
      'id,name,changed_at,changed_by',
      expect.stringMatching(new RegExp(`^"${ANA}","'=Ana\\(\\)","20.*Z","key .*"$`)),
      expect.stringMatching(new RegExp(`^"${ZOE}","Zoé"`)),
      '',
    ]);
    const kept = [await read(ANA), await read(ZOE)];

    const undone = await undo(`imports/${id}`);
    expect(undone).toMatchObject({
      ...{ status: 'completed', of: { kind: 'import', id }, counts: expected, processed: 4, error: null },
      createdBy: { kind: 'key' },
    });
    const jane = { name: 'Jane', tags: ['cat', 'dog'], values: { city: 'Lugo' }, takenBack: false };
    expect(await state(JANE)).toEqual(jane);
    expect(await state(LI)).toEqual({ name: 'Li', tags: [], values: {}, takenBack: true });
    expect([await read(ANA), await read(ZOE)]).toEqual(kept);
    const history = await api.get<ContactHistory>(`${address(LI)}/history`);
    expect(history.items).toMatchObject([
      { revision: 2, order: { kind: 'undo', id: undone.id }, changedBy: undone.createdBy },
      { revision: 1, changedBy: { kind: 'import', id, row: 4 } },
    ]);
    expect((await api.get<Import>(`/v1/imports/${id}`)).undoneBy).toBe(undone.id);
    expect(await refusal(`imports/${id}`)).toEqual([409, 'already_undone']);

    // No campaign reaches the one that was taken back, and the reach says why.
    const reaches = (count: number, takenBack: number) =>
      eventually('the campaigns know it', async () =>
        expect(await api.post<Reach>('/v1/campaigns/reach', { accountId, segment: { notTag: ['x'] } })).toMatchObject({
          count,
          excluded: expect.arrayContaining([{ reason: 'taken_back', count: takenBack }]) as unknown,
        }),
      );
    await reaches(3, 1);

    // It is itself undone, and a later import that names a contact takes the mark away.
    expect(await forecast('undo', undone.id)).toMatchObject({ restored: 2, takenBack: 0, kept: 0 });
    expect(await undo(`undos/${undone.id}`)).toMatchObject({ counts: { restored: 2, takenBack: 0, kept: 0 } });
    expect(await state(JANE)).toEqual({ name: 'Janet', tags: ['vip'], values: { age: '40' }, takenBack: false });
    expect(await state(LI)).toEqual({ name: 'Li', tags: ['vip'], values: { age: '42' }, takenBack: false });
    expect(await refusal(`undos/${undone.id}`)).toEqual([409, 'already_undone']);
    await reaches(4, 0);
  });

  it('leaves a contact marked as taken back until an import or an edit names it', async () => {
    const { id } = await api.importFile(accountId, AFTER, { blankColumns: 'clear' });
    expect(await undo(`imports/${id}`)).toMatchObject({ counts: { restored: 0, takenBack: 4, kept: 0 } });
    await api.post(`${address(JANE)}/reachability`, { status: 'unusable', reason: 'gone' });
    await api.post(`${address(JANE)}/opt-out`);
    const { id: tagging } = await api.post<TagChange>('/v1/tag-changes', { filter: { accountId }, add: ['new'] });
    await ended(`/v1/tag-changes/${tagging}`);
    for (const phone of [JANE, ANA, LI]) expect(await read(phone)).toMatchObject({ takenBack: true, tags: ['new'] });
    const named = await api.importFile(accountId, `id,name\n${JANE},Janet\n`);
    expect(named.counts).toMatchObject({ updated: 1, unchanged: 0 });
    await put({ phone: ANA, name: '=Ana()' });
    for (const phone of [JANE, ANA]) expect((await read(phone)).takenBack).toBe(false);
    expect((await read(LI)).takenBack).toBe(true);
  });

  it('of a tag change gives the tags back, once, however often it is ordered at the same time', async () => {
    await api.importFile(accountId, BEFORE);
    const filter = { accountId, tag: ['dog'] };
    const { id } = await api.post<TagChange>('/v1/tag-changes', { filter, add: ['new'], remove: ['dog'] });
    await ended(`/v1/tag-changes/${id}`);
    await api.post(`${address(ANA)}/opt-out`);
    const answers = await Promise.all(Array.from({ length: 3 }, () => refusal(`tag-changes/${id}`)));
    expect(answers.map(([status]) => status).sort()).toEqual([202, 409, 409]);
    const { items } = await api.get<Page<Undo>>(`/v1/undos?accountId=${accountId}`);
    expect(items).toHaveLength(1);
    expect(await ended(`/v1/undos/${items[0]!.id}`)).toMatchObject({ counts: { restored: 1, takenBack: 0, kept: 1 } });
    expect([await state(JANE), await state(ANA)]).toMatchObject([{ tags: ['cat', 'dog'] }, { tags: ['new'] }]);
    expect(await api.get(`/v1/tag-changes/${id}`)).toMatchObject({ undoneBy: items[0]!.id });
  });

  it('never takes the mark “do not contact” off, and puts back one that a file took off', async () => {
    await api.importFile(accountId, BEFORE);
    await api.post(`${address(ANA)}/opt-out`, { reason: 'wrote STOP' });
    const { optOut } = await read(ANA);
    const file = `id,name,opt_out\n${JANE},Janet,yes\n${ANA},=Ana(),no\n`;
    const { id } = await api.importFile(accountId, file, { optOut: 'clear' });
    expect((await read(ANA)).optOut).toBeNull();
    expect(await undo(`imports/${id}`)).toMatchObject({ counts: { restored: 2 } });
    expect(await read(JANE)).toMatchObject({ name: 'Jane', optOut: { scope: 'account' } });
    expect(await read(ANA)).toMatchObject({ optOut });
  });

  it('waits for the imports before it, can be cancelled meanwhile, and then be ordered again', async () => {
    await api.importFile(accountId, BEFORE);
    const { id } = await api.importFile(accountId, AFTER, { blankColumns: 'clear' });
    const queue = { _id: accountId as never };
    const queues = mongo.db().collection('import_queues');
    await queues.updateOne(queue, { $set: { importIds: ['0197c5a0-0000-7000-8000-000000000000'] } });
    const { id: waiting, waitsFor } = await api.post<Undo>(`/v1/imports/${id}/undo`);
    expect(waitsFor).toHaveLength(1);
    await eventually('it is taken up', async () =>
      expect(await api.get(`/v1/undos/${waiting}`)).toMatchObject({ status: 'running', processed: 0 }),
    );
    expect(await refusal(`undos/${waiting}`)).toEqual([409, 'wrong_state']);
    await api.post(`/v1/undos/${waiting}/cancel`);
    expect(await ended(`/v1/undos/${waiting}`)).toMatchObject({ status: 'cancelled', processed: 0 });
    const { id: again } = await api.post<Undo>(`/v1/imports/${id}/undo`);
    await queues.updateOne(queue, { $set: { importIds: [] } });
    expect(await ended(`/v1/undos/${again}`)).toMatchObject({ status: 'completed', processed: 4 });
  });

  it('is refused while the import is under way, and when what it changed is not kept any more', async () => {
    const waiting = await api.upload(accountId, BEFORE, { start: 'confirm' });
    expect(await refusal(`imports/${waiting.id}`)).toEqual([409, 'wrong_state']);
    await api.importFile(accountId, BEFORE);
    const { id } = await api.importFile(accountId, AFTER, { blankColumns: 'clear' });
    const imports = mongo.db().collection('imports');
    const since = async (days: number) => {
      const startedAt = new Date(Date.now() - days * 86_400_000);
      await imports.updateOne({ _id: id as never }, { $set: { startedAt } });
    };
    await since(31);
    expect(await refusal(`imports/${id}`)).toEqual([410, 'before_images_gone']);
    await since(1);
    await changes().deleteMany({ accountId });
    expect(await refusal(`imports/${id}`)).toEqual([410, 'before_images_gone']);
    expect((await api.request(`/v1/undos/forecast?kind=import&id=${id}`)).status).toBe(410);
    expect(await refusal('imports/0197c5a0-0000-7000-8000-000000000000')).toEqual([404, 'import_not_found']);
  });
});
