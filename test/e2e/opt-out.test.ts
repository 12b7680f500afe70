import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import type { AuditEntry, Campaign, CampaignMember, Contact, Page, Problem, Reach } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { sharedStack, type RunningProduct } from '../support/stack.js';

const [JANE, ANA, LI] = ['34600000001', '34600000002', '34600000003'] as const;
const PEOPLE = `id,name,tags\n${JANE},Jane,dog\n${ANA},Ana,dog\n${LI},Li,dog\n`;
const NAMES = { [JANE]: 'Jane', [ANA]: 'Ana', [LI]: 'Li' };
/** A file with the column `opt_out`. */
const optOuts = (...cells: [phone: keyof typeof NAMES, answer: string][]) =>
  `id,name,opt_out\n${cells.map(([phone, answer]) => `${phone},${NAMES[phone]},${answer}`).join('\n')}\n`;

describe('a contact that must not be contacted', () => {
  let stack: RunningProduct;
  let mongo: mongoose.mongo.MongoClient;
  let admin: ApiClient;
  let editor: ApiClient;
  let [first, second] = ['', ''];

  beforeAll(async () => {
    stack = await sharedStack();
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  }, 60_000);
  afterAll(() => mongo?.close());
  beforeEach(async () => {
    const tenant = await stack.seed();
    [admin, editor] = [new ApiClient(stack.url, tenant.keys.admin), new ApiClient(stack.url, tenant.keys.editor)];
    [first, second] = tenant.accounts.map(({ id }) => id) as [string, string];
    await editor.importFile(first, PEOPLE);
  });

  const address = (accountId: string, phone: string) => `/v1/accounts/${accountId}/contacts/${phone}`;
  const read = (accountId: string, phone: string) => editor.get<Contact>(address(accountId, phone));
  const optOut = (phone: string, body: object = {}, accountId = first) =>
    editor.post<Contact>(`${address(accountId, phone)}/opt-out`, body);
  const optIn = (client: ApiClient, phone: string, accountId = first) =>
    client.request(`${address(accountId, phone)}/opt-in`, { method: 'POST' });
  /** The account, first or second, and the phone of the contacts that a query finds. */
  const found = async (query: string) =>
    (await editor.contacts(query)).items.map(({ accountId, phone }) => `${accountId === first ? 1 : 2} ${phone}`);
  const db = () => mongo.db();

  it('is marked for one account or for all, also where the number becomes a contact later', async () => {
    await editor.importFile(second, `id,name\n${ANA},Ana\n`);
    const own = await optOut(JANE, { reason: ' asked by phone ' });
    expect(own).toMatchObject({ revision: 2, optOut: { scope: 'account', reason: 'asked by phone' } });
    expect(own.optOut!.by.kind).toBe('key');
    expect(Date.now() - Date.parse(own.optOut!.at)).toBeLessThan(60_000);
    expect(await optOut(JANE, { reason: 'another' })).toEqual(own);

    const wide = await optOut(JANE, { scope: 'organisation' });
    expect(wide).toMatchObject({ revision: 3, optOut: { scope: 'organisation', reason: null } });
    expect(await optOut(JANE, { scope: 'account' })).toEqual(wide);
    await optOut(ANA, { scope: 'organisation', reason: 'wrote STOP' });
    await editor.importFile(second, `id,name\n${JANE},Jane\n`);
    await editor.post(`/v1/accounts/${second}/contacts`, { phone: LI, name: 'Li' });
    expect((await read(second, JANE)).optOut).toEqual(wide.optOut);
    expect(await read(second, ANA)).toMatchObject({ revision: 2, optOut: { reason: 'wrote STOP' } });

    expect((await found('optedOut=yes')).sort()).toEqual([`1 ${JANE}`, `1 ${ANA}`, `2 ${JANE}`, `2 ${ANA}`]);
    expect(await found(`optedOut=no&accountId=${second}`)).toEqual([`2 ${LI}`]);
    expect(await found(`optedOut=yes&accountId=${first}&tag=dog&search=an`)).toEqual([`1 ${ANA}`]);

    const refused = await optIn(editor, JANE);
    expect([refused.status, ((await refused.json()) as Problem).code]).toEqual([403, 'not_allowed']);
    expect(await (await optIn(admin, JANE, second)).json()).toMatchObject({ revision: 2, optOut: null });
    expect(await read(first, JANE)).toMatchObject({ revision: 4, optOut: null });
    expect(await (await optIn(admin, LI, second)).json()).toMatchObject({ revision: 1, optOut: null });
    expect((await optIn(admin, '34600000009')).status).toBe(404);
    const { items } = await admin.get<Page<AuditEntry>>('/v1/audit?action=contact.opted_in');
    expect(items.map(({ targets }) => targets)).toEqual([[second], [second]]);
  });

  it('keeps the mark whatever a file says, unless an administrator lets it take marks off', async () => {
    const { id } = await editor.importFile(first, optOuts([JANE, 'YES'], [ANA, '']));
    expect(await read(first, JANE)).toMatchObject({
      optOut: { scope: 'account', by: { kind: 'import', id, row: 2 }, reason: null },
    });
    expect(await read(first, ANA)).toMatchObject({ revision: 1, optOut: null });
    await optOut(ANA, { scope: 'organisation' });

    const no = optOuts([JANE, 'no'], [ANA, 'no'], [LI, 'perhaps']);
    const kept = await editor.importFile(first, no);
    expect(kept).toMatchObject({ status: 'completed_with_errors', counts: { unchanged: 2, rejected: 1 } });
    expect(kept.columns[2]).toMatchObject({ name: 'opt_out', kind: 'optOut' });
    expect(kept.warnings).toMatchObject([{ code: 'opt_outs_kept', with: { count: 2 } }]);
    await editor.importFile(first, PEOPLE);
    expect(await found('optedOut=yes')).toEqual([`1 ${JANE}`, `1 ${ANA}`]);

    await expect(editor.upload(first, no, { optOut: 'clear' })).rejects.toThrow(/answered 403 not_allowed/);
    const cleared = await admin.importFile(first, no, { optOut: 'clear' });
    expect(cleared).toMatchObject({ counts: { updated: 1, unchanged: 1 }, warnings: [], options: { optOut: 'clear' } });
    expect(await read(first, JANE)).toMatchObject({ optOut: null });
    expect(await read(first, ANA)).toMatchObject({ optOut: { scope: 'organisation' } });
  });

  it('is marked for all accounts by a file too', async () => {
    await editor.importFile(second, PEOPLE);
    const { id } = await editor.importFile(first, optOuts([JANE, 'all'], [ANA, 'yes']));
    const { optOut: mark } = await read(first, JANE);
    expect(mark).toMatchObject({ scope: 'organisation', by: { kind: 'import', id, row: 2 } });
    await eventually('the sweeper has copied it', async () =>
      expect(await read(second, JANE)).toMatchObject({ optOut: mark, changedBy: { kind: 'key' } }),
    );
    expect(await found('optedOut=yes')).toHaveLength(3);
    expect(await found(`import=${id}`)).toEqual([`1 ${JANE}`, `1 ${ANA}`]);
  });

  it('is in a download, which changes nothing when it is imported again', async () => {
    await editor.post(`/v1/accounts/${first}/contacts`, { phone: LI, name: 'Li', values: { city: 'Madrid' } });
    await optOut(JANE);
    await optOut(ANA, { scope: 'organisation' });
    const { bytes } = await editor.download(first);
    expect(bytes.toString('utf8')).toBe(
      `\uFEFFid,name,tags,opt_out,city\r\n${JANE},Jane,dog,yes,\r\n${ANA},Ana,dog,all,\r\n${LI},Li,dog,,Madrid\r\n`,
    );
    const workbook = (await editor.download(first, { format: 'xlsx' })).bytes;
    const before = (await editor.contacts(`accountId=${first}`)).items;
    for (const file of [bytes, workbook]) {
      const again = await admin.importFile(first, file, { optOut: 'clear' });
      expect(again).toMatchObject({ status: 'completed', counts: { unchanged: 3, updated: 0, created: 0 } });
    }
    expect((await editor.contacts(`accountId=${first}`)).items).toEqual(before);
    const others = (await editor.download(first, { optedOut: 'no' })).bytes;
    expect(others.toString('utf8')).toBe(`\uFEFFid,name,tags,city\r\n${LI},Li,dog,Madrid\r\n`);
  });

  it('is reached by no campaign, not even by one that is frozen before the view knows the mark', async () => {
    await optOut(JANE);
    await optOut(ANA, { scope: 'organisation' });
    const segment = { tag: ['dog'] };
    const reaches = (count: number, optedOut: number) =>
      eventually('the campaign reaches the others', async () =>
        expect(await admin.post<Reach>('/v1/campaigns/reach', { accountId: first, segment })).toMatchObject({
          count,
          excluded: expect.arrayContaining([{ reason: 'opted_out', count: optedOut }]) as unknown,
        }),
      );
    await reaches(1, 2);

    // The view is lost, and a replay brings it back.
    await db().collection('audience').deleteMany({ accountId: first });
    await admin.post('/v1/replays', { accountId: first, to: 'campaigns' });
    await reaches(1, 2);

    const late = { accountId: first, phone: { $in: [JANE, ANA] } };
    await db()
      .collection('audience')
      .updateMany(late, { $set: { standing: 'reachable' } });
    const { id } = await admin.post<Campaign>('/v1/campaigns', { name: 'Summer', accountId: first, segment });
    await admin.post(`/v1/campaigns/${id}/schedule`, {});
    await eventually('the audience is frozen', async () =>
      expect(await admin.get(`/v1/campaigns/${id}`)).toMatchObject({ state: 'audience_frozen', reach: { count: 1 } }),
    );
    const members = await admin.get<Page<CampaignMember>>(`/v1/campaigns/${id}/members`);
    expect(members.items).toEqual([{ phone: LI }]);
  });

  it('gets its copy of a mark for all accounts that it lacks, because it was created in the same moment', async () => {
    await editor.importFile(second, `id,name,tags\n${JANE},Jane,dog\n`);
    const { optOut: mark } = await optOut(JANE, { scope: 'organisation' });
    const lacks = { $unset: { optOut: '' }, $pull: { facets: 'o:yes' } } as object;
    await db().collection('contacts').updateOne({ accountId: second, phone: JANE }, lacks);
    expect(await found(`optedOut=yes&accountId=${second}`)).toEqual([]);
    await db()
      .collection('opt_outs')
      .updateOne({ accountId: null, phone: JANE, 'mark.at': mark!.at }, { $set: { due: new Date() } });
    await eventually('the sweeper has found it', async () =>
      expect(await read(second, JANE)).toMatchObject({ revision: 3, optOut: mark }),
    );
    expect(await found(`optedOut=yes&accountId=${second}`)).toEqual([`2 ${JANE}`]);
  });
});
