import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ApiClient } from '../support/api.js';
import { startCli } from '../support/cli.js';
import { eventually } from '../support/eventually.js';
import { peopleCsv } from '../support/people.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';
import { TcpRelay } from '../support/tcp-relay.js';
import { ROOT } from '../../tools/product/service-process.js';

const MiB = 1024 * 1024;
const THIS_FILE = path.join(ROOT, 'package.json');

describe('the template and the command line', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let api: ApiClient;
  const folder = mkdtempSync(path.join(tmpdir(), 'contacts-cli-'));

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.editor);
  }, 60_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['csv', 'xlsx'])('offers a %s to start from, which can be imported as it is', async (format) => {
    const answer = await api.request(`/v1/imports/template?format=${format}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="contacts-template.${format}"`);
    const file = new Uint8Array(await answer.arrayBuffer());
    const done = await api.importFile(tenant.accounts[0]!.id, file, { fileName: `template.${format}` });
    expect(done).toMatchObject({ status: 'completed', format, rows: 2, warnings: [] });
  });

  it.each<[string, string, number, RegExp]>([
    ['good', peopleCsv(50), 0, /completed: 50 rows, 50 created/],
    ['partly wrong', `${peopleCsv(5)}\nnobody,Nobody,,,`, 2, /completed_with_errors: 6 rows, 5 unchanged, 1 rejected/],
    [
      'doubtful',
      'id,name,city\n34600000000,Person 0,\n',
      3,
      /ready: 1 rows, nothing done[^]*waits for a confirmation, because up to 50 contacts would lose a value/,
    ],
    ['refused', 'phone,who\n1,2\n', 3, /rejected: /],
  ])(
    'imports a %s file and tells by its exit status',
    async (name, content, status, said) => {
      const file = path.join(folder, `${name}.csv`);
      writeFileSync(file, content);
      const result = await contacts('import', file, '--account', tenant.accounts[1]!.id, '--watch');
      expect(result).toEqual({ status, output: expect.stringMatching(said) });
    },
    30_000,
  );

  it('asks what columns are that it cannot be sure of, and takes the answer', async () => {
    const file = path.join(folder, 'columns.csv');
    writeFileSync(file, 'Contacto;Quién;Población\n34600000091;Ana;Lugo\n');
    const args = ['import', file, '--account', tenant.accounts[0]!.id, '--watch'];
    expect(await contacts(...args)).toEqual({
      status: 3,
      output: expect.stringMatching(/ready: [^]*read as Contacto=id, Quién=name, Población=value:Población; --map/),
    });
    const map = ['Contacto=id', 'Quién=name', 'Población=value:city'].flatMap((text) => ['--map', text]);
    expect(await contacts(...args, ...map)).toEqual({ status: 0, output: expect.stringContaining('1 created') });
    expect((await api.contacts('value=city:Lugo')).items).toMatchObject([{ phone: '34600000091', name: 'Ana' }]);
  }, 30_000);

  it('passes on how the file is read', async () => {
    const file = path.join(folder, 'title.csv');
    writeFileSync(file, 'Customers 2026\nid|name\n600 111 260|Ana\n');
    const said = ['--header-row', '2', '--delimiter', 'pipe', '--encoding', 'utf-8', '--default-country', 'ES'];
    const result = await contacts('import', file, '--account', tenant.accounts[0]!.id, '--watch', ...said);
    expect(result).toEqual({ status: 0, output: expect.stringMatching(/1 created[^]*600111260 → 34600111260/) });
  }, 30_000);

  it('lists saved segments, and downloads what one matches', async () => {
    const accountId = tenant.accounts[0]!.id;
    await api.importFile(accountId, peopleCsv(10));
    await api.post('/v1/segments', { name: 'Dog owners', accountId, conditions: { tag: ['vip'] } });
    expect(await contacts('segments')).toEqual({
      status: 0,
      output: expect.stringMatching(/^Dog owners {2}· .*5 contacts at \d{4}-/),
    });
    const file = path.join(folder, 'dogs.csv');
    // The segment says which number is meant.
    expect(await contacts('export', file, '--segment', 'dog OWNERS')).toEqual({
      status: 0,
      output: expect.stringMatching(/completed: 5 contacts in /),
    });
    expect(readFileSync(file, 'utf8').trim().split('\r\n')).toHaveLength(6);
    expect(await contacts('export', file, '--segment', 'Cats')).toEqual({
      status: 1,
      output: expect.stringContaining('There is no segment “Cats”. There are: “Dog owners”.'),
    });
  }, 30_000);

  it('says what an undo would do, and does it', async () => {
    const { id } = await api.importFile(tenant.accounts[0]!.id, 'id,name,tags\n34600000095,Eva,dog\n');
    const asked = await contacts('undo', id);
    expect(asked).toEqual({
      status: 0,
      output: expect.stringMatching(/0 contacts as before, 1 new ones taken back[^]*--yes/),
    });
    const done = await contacts('undo', id, '--yes');
    expect(done).toEqual({
      status: 0,
      output: expect.stringMatching(/completed: .* 1 new ones taken back, 0 changed/),
    });
    const again = await contacts('undo', id, '--yes');
    expect(again).toEqual({ status: 1, output: expect.stringMatching(/It cannot be undone: .*already_undone/) });
  }, 30_000);

  it('lists rows to mend, mends one, all of a kind and those of a file, leaves rows out, and starts the import', async () => {
    const file = path.join(folder, 'mend.csv');
    const rows = [
      '12,Bob,Barclona',
      '34600000081,,Barclona',
      '34600000082,,Vigo',
      '34600000083 x4,Eva,',
      '34600000084,',
    ];
    writeFileSync(file, ['id,name,city', ...rows, '34600000085,Pardo, Eva,Lugo'].join('\n'));
    const uploaded = await contacts('import', file, '--account', tenant.accounts[1]!.id, '--check-only', '--watch');
    expect(uploaded).toEqual({ status: 3, output: expect.stringMatching(/ready: 6 rows, 6 rejected/) });
    const id = /^Import (\S+)/m.exec(uploaded.output)![1]!;
    expect(await contacts('mend', id, '--kind', 'rejected')).toEqual({
      status: 0,
      output: expect.stringMatching(
        /^row 2, id: .*phone.*\n {2}id=12 {2}name=Bob {2}city=Barclona\nrow 3, name: .*\(so in 3 rows\)[^]*3 rejected, name_missing: /,
      ),
    });
    const wrong = await contacts('mend', id, '--cell', '99:name=Ann', '--cell', '2:town=Rome');
    expect(wrong).toEqual({
      status: 1,
      output: expect.stringMatching(/rows\.0\.row: .*; rows\.1\.cells\.town: /),
    });
    const mends = {
      rows: [{ row: 2, cells: { city: 'Lugo' } }],
      same: [{ column: 'city', from: 'Barclona', to: 'Bern' }],
    };
    writeFileSync(path.join(folder, 'mends.json'), JSON.stringify(mends));
    const stated = ['--cell', '2:id=34600000080', '--same', 'name:=Customer', '--leave-out', '6'];
    const all = [
      '--leave-out-all',
      'phone_extension',
      '--drop-surplus',
      '7',
      '--file',
      path.join(folder, 'mends.json'),
    ];
    const mended = await contacts('mend', id, ...stated, ...all);
    expect(mended).toEqual({
      status: 0,
      output: expect.stringMatching(/ready: 4 rows[^]*`contacts start \S+` imports it/),
    });
    expect(await contacts('mend', id, '--kind', 'mended')).toEqual({
      status: 0,
      output: expect.stringMatching(/mended: name:=Customer\n[^]*left out: phone_extension/),
    });
    expect(await contacts('start', id, '--watch')).toEqual({
      status: 0,
      output: expect.stringMatching(/completed: 4 rows, 4 created/),
    });
    expect((await api.contacts('search=3460000008')).items.map(({ name, values }) => [name, values.city])).toEqual([
      ['Bob', 'Lugo'],
      ['Customer', 'Bern'],
      ['Customer', 'Vigo'],
      ['Pardo', 'Eva'],
    ]);
    const late = await contacts('start', id);
    expect(late).toEqual({ status: 1, output: expect.stringMatching(/The import was not started: .*wrong_state/) });
  }, 60_000);

  it('marks a contact as “do not contact”, and takes the mark off only for administrators', async () => {
    const [, { id }] = tenant.accounts as [unknown, { id: string }];
    await api.post(`/v1/accounts/${id}/contacts`, { phone: '34600000000', name: 'Person 0' });
    const marked = await contacts('opt-out', '+34 600 000 000', '--account', id, '--all', '--reason', 'wrote STOP');
    expect(marked).toEqual({ status: 0, output: '34600000000 is not contacted from any WhatsApp number\n' });
    expect(await api.get(`/v1/accounts/${id}/contacts/34600000000`)).toMatchObject({
      optOut: { scope: 'organisation', reason: 'wrote STOP' },
    });
    const history = await contacts('history', '34600000000', '--account', id);
    expect(history).toEqual({
      status: 0,
      output: expect.stringMatching(
        /Z {2}changed by key .*\n {2}opt-out: no → organisation\n.*Z {2}added by row 2 of import .*\n$/,
      ),
    });
    const refused = await contacts('opt-in', '34600000000', '--account', id);
    expect(refused).toEqual({ status: 1, output: expect.stringMatching(/The mark was not changed: .*not_allowed/) });
  }, 30_000);

  it('makes, lists, rotates and revokes API keys, for administrators', async () => {
    const account = tenant.accounts[0]!.id;
    const admin = ['--key', tenant.keys.admin];
    const options = ['--role', 'editor', '--scope', 'import', '--account', account, '--days', 'never'];
    const made = await contacts('keys', 'create', 'Nightly', ...options, ...admin);
    const [, id, key] = /^Key (\S+), which never expires.*\n(cntk_\w+)\n$/.exec(made.output)!;
    const works = async (secret: string) => (await new ApiClient(stack.url, secret).request('/v1/me')).status === 200;
    expect(await works(key!)).toBe(true);
    expect((await contacts('keys', 'list', ...admin)).output).toContain(
      `${id}  ·  Nightly  ·  editor  ·  import  ·  only ${account}  ·  never expires  ·  last used`,
    );
    const rotated = await contacts('keys', 'rotate', id!, '--overlap-hours', '0', ...admin);
    expect([await works(key!), await works(rotated.output.trim().split('\n').at(-1)!)]).toEqual([false, true]);
    expect(await contacts('keys', 'revoke', id!, ...admin)).toEqual({ status: 0, output: `Revoked ${id}\n` });
    expect(await contacts('keys', 'create', 'x', '--role', 'viewer', '--scope', 'admin', ...admin)).toEqual({
      status: 1,
      output: expect.stringContaining('can do nothing with the scope admin'),
    });
    expect(await contacts('keys', 'list')).toEqual({ status: 1, output: expect.stringContaining('not_allowed') });
  }, 60_000);

  it('goes on with a large file when it was ended in the middle', async () => {
    const relay = await TcpRelay.before(stack.url);
    const mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    const { organisationId } = tenant;
    const uploads = () => mongo.db().collection('uploads').find({ organisationId }).toArray();
    try {
      const file = path.join(folder, 'large.csv');
      const content = `id,name\n${'x'.repeat(12 * MiB)}`;
      writeFileSync(file, content);
      const url = `http://127.0.0.1:${relay.port}`;
      const args = ['import', file, '--account', tenant.accounts[0]!.id, '--url', url];
      const cut = relay.cut('up', 7 * MiB);
      const { child, result } = start(args);
      await cut;
      relay.goAway();
      child.kill('SIGKILL');
      await result;
      await eventually('what came is kept', async () =>
        expect((await uploads()).map(({ offset }) => Math.floor(Number(offset) / MiB) >= 5)).toEqual([true]),
      );
      relay.comeBack();
      expect(await contacts(...args)).toEqual({ status: 0, output: expect.stringMatching(/^Import /m) });
      const [upload, ...others] = await uploads();
      expect(upload).toMatchObject({ offset: content.length, importId: upload!._id });
      expect(others).toEqual([]);
    } finally {
      relay.close();
      await mongo.close();
    }
  }, 60_000);

  it.each<[string, string[], RegExp]>([
    ['a header row that is none', ['import', THIS_FILE, '--header-row', 'two'], /--header-row .*whole number from 1/],
    ['a file that is not there', ['import', 'nowhere.csv', '--account', 'x'], /There is no file nowhere.csv/],
    [
      'an unknown account',
      ['import', THIS_FILE, '--account', '0197c5a2-6e1f-7f7e-9a55-3c1d2b7f8e90'],
      /account_not_found/,
    ],
    ['a column that becomes nothing', ['import', THIS_FILE, '--map', 'Phone=phone'], /COLUMN=KIND.*givenName/],
    ['a mend that says no row', ['mend', 'x', '--cell', 'name=Ann'], /name=Ann: write it as ROW:COLUMN=TEXT/],
    ['a file that has no mends', ['mend', 'x', '--file', THIS_FILE], /package.json: the whole is not as/],
    ['an unknown option', ['import', THIS_FILE, '--acount', 'x'], /unknown option/],
  ])(
    'says what is wrong with %s',
    async (_, args, said) => {
      expect(await contacts(...args)).toEqual({ status: 1, output: expect.stringMatching(said) });
    },
    30_000,
  );

  const contacts = (...args: string[]) => start(args).result;

  const start = (args: string[]) =>
    startCli(args, { CONTACTS_URL: stack.url, CONTACTS_API_KEY: tenant.keys.editor, XDG_CACHE_HOME: folder });
});
