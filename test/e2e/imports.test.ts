import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Contact, Import, ImportOptions } from '#contracts';
import { ObjectStore } from '#storage';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { makeOperatorKey } from '../support/operator-key.js';
import { startStack, type Stack } from '../support/stack.js';

const FIRST_PHONE = 34600000000;

/** Real services. The contacts service is stopped where a test needs an import that does not progress. */
describe('an import', () => {
  let stack: Stack;
  let store: ObjectStore;
  let api: ApiClient;
  let organisationId: string;
  let accountId: string;

  beforeAll(async () => {
    const confirm = { CONFIRM_CHANGED_PERCENT: '50', CONFIRM_CHANGED_CONTACTS: '8' };
    stack = await startStack({
      together: ['gateway', 'exporter', 'campaigns'],
      services: ['importer', 'contacts'],
      env: { IMPORT_BATCH_ROWS: '2', IMPORT_BATCHES_IN_FLIGHT: '4', ...confirm },
    });
    store = new ObjectStore({
      endpoint: stack.env.S3_ENDPOINT,
      publicEndpoint: undefined,
      region: 'us-east-1',
      bucket: stack.env.S3_BUCKET!,
      accessKeyId: stack.env.S3_ACCESS_KEY_ID!,
      secretAccessKey: stack.env.S3_SECRET_ACCESS_KEY!,
    });
    // The operators: no organisation of a test below.
    await stack.seed();
  }, 60_000);
  afterAll(async () => {
    store?.close();
    await stack?.stop();
  });
  beforeEach(async () => {
    const tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    organisationId = tenant.organisationId;
    accountId = tenant.accounts[0]!.id;
  });

  const importing = (content: string | Uint8Array<ArrayBuffer>, options: Partial<ImportOptions> = {}) =>
    api.importFile(accountId, content, options);
  const contact = (phone: number) => api.get<Contact>(`/v1/accounts/${accountId}/contacts/${phone}`);
  const reaches = (id: string, status: Import['status']) =>
    eventually(`the import is ${status}`, async () => {
      const current = await api.get<Import>(`/v1/imports/${id}`);
      expect(current.status).toBe(status);
      return current;
    });
  const people = (count: number, name = 'Person') =>
    ['id,name', ...Array.from({ length: count }, (_, i) => `${FIRST_PHONE + i},${name} ${i}`)].join('\n');
  const errorFile = async (id: string) => {
    const { headers } = await api.request(`/v1/imports/${id}/errors`);
    return (await fetch(headers.get('location')!)).text();
  };
  const objects = async (id: string) => {
    const keys: string[] = [];
    for await (const { key } of store.list(`imports/${id}/`)) keys.push(key);
    return keys;
  };
  const sum = ({ counts }: Import) => Object.values(counts).reduce((total, count) => total + count, 0);

  describe('that waits for confirmation', () => {
    it('shows what it would do, and does it only after confirmation', async () => {
      await importing(`id,name,city\n${FIRST_PHONE},Ann,Rome\n${FIRST_PHONE + 9},Not in the file,Oslo`);
      const content = `id,name,tags,City,plan\n${FIRST_PHONE},Anna,vip,,\nx,Bob,,,\n${FIRST_PHONE},Anna,,,gold\n`;
      const { id } = await api.upload(accountId, content, { start: 'confirm' });
      const ready = await reaches(id, 'ready');
      expect(ready).toMatchObject({
        format: 'csv',
        rows: 3,
        counts: { created: 0, updated: 0, unchanged: 0, duplicate: 1, rejected: 1, unprocessed: 0 },
        columns: [
          { name: 'id', kind: 'id', blank: false, contactsAffected: null },
          { name: 'name', kind: 'name', blank: false, contactsAffected: null },
          { name: 'tags', kind: 'tags', blank: false, contactsAffected: null },
          { name: 'City', kind: 'value', blank: true, contactsAffected: 2 },
          { name: 'plan', kind: 'value', blank: false, contactsAffected: null },
        ],
        preview: [
          [String(FIRST_PHONE), 'Anna', 'vip', '', ''],
          ['x', 'Bob', '', '', ''],
          [String(FIRST_PHONE), 'Anna', '', '', 'gold'],
        ],
        warnings: [{ code: 'blank_columns' }],
      });
      expect(await contact(FIRST_PHONE)).toMatchObject({ name: 'Ann', values: { city: 'Rome' } });

      await api.post(`/v1/imports/${id}/start`);
      const done = await api.finished(id);
      expect(done).toMatchObject({ status: 'completed_with_errors', processed: 3, counts: { updated: 1 } });
      expect(await contact(FIRST_PHONE)).toMatchObject({ name: 'Anna', tags: [], values: { plan: 'gold' } });
      expect(await contact(FIRST_PHONE + 9)).toMatchObject({ values: {} });
      expect(await objects(id)).toEqual([expect.stringMatching(/errors$/)]);
    });

    it('is checked again when somebody says what its columns are, and keeps only what the last check stored', async () => {
      const { id } = await api.upload(accountId, `id,name,town\n${FIRST_PHONE},Ann,Rome\n12,Bob,\n`, {
        start: 'confirm',
      });
      await reaches(id, 'ready');
      const before = await objects(id);
      const mapping = [
        { column: 'id', kind: 'id' },
        { column: 'town', kind: 'name' },
      ];
      await api.put(`/v1/imports/${id}/mapping`, { mapping });
      const ready = await reaches(id, 'ready');
      expect(ready.history!.map(({ status }) => status)).toEqual([
        'uploaded',
        'checking',
        'ready',
        'checking',
        'ready',
      ]);
      expect(await errorFile(id)).toContain('12,Bob,,3,');
      await eventually('only the last check is there', async () => {
        const now = await objects(id);
        // The file, its good rows, the error file, and the rows that may be mended.
        expect(now).toHaveLength(4);
        expect(now.filter((key) => before.includes(key))).toEqual([`imports/${id}/source`]);
      });
      await api.post(`/v1/imports/${id}/start`);
      await api.finished(id);
      expect((await contact(FIRST_PHONE)).name).toBe('Rome');
    });

    it('does not block others when the service died while it was being started', async () => {
      const { id } = await api.upload(accountId, people(1), { start: 'confirm' });
      await reaches(id, 'ready');
      const mongo = await mongoose.createConnection(stack.env.MONGODB_URI!).asPromise();
      const queues = mongo.collection<{ _id: string; importIds: string[] }>('import_queues');
      await queues.updateOne({ _id: accountId }, { $set: { importIds: [id] } }, { upsert: true });
      await mongo.close();
      expect(await importing(people(2))).toMatchObject({ status: 'completed', counts: { created: 2 } });
      await api.post(`/v1/imports/${id}/start`);
      expect(await api.finished(id)).toMatchObject({ status: 'completed', counts: { updated: 0, unchanged: 1 } });
    });
  });

  describe('that would do more than was said', () => {
    it('waits before it removes the values of a blank column, and holds up no other', async () => {
      await importing(`id,name,city\n${FIRST_PHONE},Ann,Rome\n${FIRST_PHONE + 9},Eve,Oslo`);
      const content = `id,name,city,plan\n${FIRST_PHONE},Ann,,\n`;
      const { id } = await api.upload(accountId, content);
      expect(await reaches(id, 'ready')).toMatchObject({
        options: { start: 'confirm', blankColumns: 'ask' },
        forecast: { created: 0, updated: 0, unchanged: 1, exact: true },
        warnings: [{ code: 'blank_columns' }, { code: 'confirm_blank_columns', with: { count: 2 } }],
      });
      // Nobody has a plan, so there is nothing to ask.
      expect(await importing(`id,name,plan\n${FIRST_PHONE},Anna,\n`)).toMatchObject({
        status: 'completed',
        options: { start: 'auto' },
        warnings: [],
      });
      const kept = await importing(content, { blankColumns: 'keep' });
      expect(kept).toMatchObject({ status: 'completed', warnings: [] });
      expect((await contact(FIRST_PHONE)).values).toEqual({ city: 'Rome' });

      await api.post(`/v1/imports/${id}/start`);
      expect(await api.finished(id)).toMatchObject({ status: 'completed', options: { blankColumns: 'clear' } });
      expect((await contact(FIRST_PHONE + 9)).values).toEqual({});
      const stated = await importing(`id,name,city\n${FIRST_PHONE},Ann,Rome`);
      expect(stated.status).toBe('completed');
      expect(await importing(content, { blankColumns: 'clear' })).toMatchObject({ status: 'completed' });
      expect((await contact(FIRST_PHONE)).values).toEqual({});
    });

    it('waits before it changes more of the account than the settings allow', async () => {
      await importing(people(10));
      expect(await importing(people(7, 'Few'))).toMatchObject({ status: 'completed', counts: { updated: 7 } });
      const { id } = await api.upload(accountId, people(10, 'All'));
      expect(await reaches(id, 'ready')).toMatchObject({
        options: { start: 'confirm' },
        forecast: { updated: 10 },
        warnings: [{ code: 'confirm_large_change', with: { count: 10, percent: 50 } }],
      });
      await api.post(`/v1/imports/${id}/start`);
      expect(await api.finished(id)).toMatchObject({ status: 'completed', counts: { updated: 10 } });
      const rest = people(20, 'More').split('\n').slice(11).join('\n');
      expect(await importing(`id,name\n${rest}`)).toMatchObject({ status: 'completed', counts: { created: 10 } });
      // Half of the account is not more than half.
      expect(await importing(people(10, 'Half'))).toMatchObject({ status: 'completed', counts: { updated: 10 } });
    }, 60_000);
  });

  describe('of a file that is refused', () => {
    it.each<[string, string | Buffer<ArrayBuffer>, { code: string; row?: number; column?: string; with?: object }]>([
      ['no id', 'name\nAnn\n', { code: 'missing_id_column', row: 1, with: { found: 'name' } }],
      ['a column twice', 'id,name,City,city\n1,Ann,a,b\n', { code: 'duplicate_column', row: 1 }],
      ['a quote never closed', 'id,name\n34600000001,Ann\n34600000002,"Bob\n', { code: 'quote_not_closed', row: 3 }],
      ['data without a column name', `id,name,\n34600000001,Ann,x\n`, { code: 'header_blank', row: 2, column: 'C' }],
      ['only blank lines', '\n , \n', { code: 'empty_file' }],
      [
        'long names of values',
        `id,name,${Array.from({ length: 198 }, (_, at) => String(at).padEnd(4096, 'x')).join()}\n34600000001,Ann\n`,
        { code: 'value_name_too_long', row: 1, column: 'C' },
      ],
      ['no text at all', Buffer.alloc(2000), { code: 'unknown_format' }],
    ])('%s: says why, and keeps only the file', async (_, content, error) => {
      const done = await importing(content);
      expect(done).toMatchObject({ status: 'rejected', rows: null, error, finishedAt: expect.any(String) });
      await eventually('only its file is there', async () =>
        expect(await objects(done.id)).toEqual([`imports/${done.id}/source`]),
      );
      expect(await importing(people(1))).toMatchObject({ status: 'completed', waitingFor: null });
    });
  });

  it('may add 198 value columns to an account, and no more; their download can be imported again', async () => {
    const names = Array.from({ length: 198 }, (_, index) => `v${index}`);
    const full = `id,name,${names.join(',')}\n34600000001,Ann,${names.map(() => 'x').join(',')}\n`;
    expect(await importing(full)).toMatchObject({ status: 'completed', counts: { created: 1 } });
    const { bytes } = await api.download(accountId);
    expect(await importing(bytes)).toMatchObject({ status: 'completed', counts: { unchanged: 1 } });
    const more = await importing('id,name,one more\n34600000001,Ann,x\n');
    expect(more).toMatchObject({ status: 'rejected', error: { code: 'too_many_value_names', row: 1 } });
    const same = await importing('id,name,V7\n34600000002,Bob,x\n');
    expect(same).toMatchObject({ status: 'completed', counts: { created: 1 } });
  }, 30_000);

  it('of only a header completes with a warning, also when it should wait for confirmation', async () => {
    const done = await importing('id,name,city\n', { start: 'confirm' });
    expect(done).toMatchObject({ status: 'completed', rows: 0, processed: 0, warnings: [{ code: 'no_rows' }] });
    expect(done.columns.every(({ blank }) => !blank)).toBe(true);
  });

  it('can be cancelled during the check: only the uploaded file stays', async () => {
    const rows = `id,name\n${`${FIRST_PHONE},Jane\n`.repeat(600_000)}`;
    const { id } = await api.upload(accountId, rows, { start: 'confirm' });
    await reaches(id, 'checking');
    await api.post(`/v1/imports/${id}/cancel`);
    expect(await api.finished(id, 60_000)).toMatchObject({ status: 'cancelled', counts: { created: 0 } });
    await expect(contact(FIRST_PHONE)).rejects.toThrow('404');
    await eventually('what checking wrote is gone', async () => expect((await objects(id)).length).toBeLessThan(2));
  }, 90_000);

  it('can be cancelled at any moment of the check', async () => {
    const rows = `id,name\n${Array.from({ length: 1_000 }, (_, n) => `${FIRST_PHONE + n},Jane\n`).join('')}`;
    for (const most of [0, 1, 2, 4, 6, 9]) {
      const { id } = await api.upload(accountId, rows, { start: 'confirm' });
      // Cancels during the check, a little later each time.
      await eventually('it is checked', async () =>
        expect((await api.get<Import>(`/v1/imports/${id}`)).status).not.toBe('uploaded'),
      );
      for (let looks = 0; looks < most; looks++) await api.get(`/v1/imports/${id}`);
      await api.post(`/v1/imports/${id}/cancel`);
      expect(await api.finished(id)).toMatchObject({ status: 'cancelled', counts: { created: 0 } });
    }
  }, 90_000);

  it('reads Windows-1252 and says so', async () => {
    const latin = Buffer.from(`id;name;city\r\n${FIRST_PHONE};Jos\xe9 \x80;M\xfcnchen\r\n`, 'latin1');
    expect(await importing(latin)).toMatchObject({
      status: 'completed',
      warnings: [{ code: 'windows_1252', with: { row: 2, cell: 'José €' } }],
    });
    expect(await contact(FIRST_PHONE)).toMatchObject({ name: 'José €', values: { city: 'München' } });
  });

  it('rejects a row that an unquoted comma may have shifted, also if its last cell is blank', async () => {
    const shifted = `${FIRST_PHONE + 1},Pardo, Eva,dog,`;
    const done = await importing(`id,name,tags,city\n${FIRST_PHONE},Ann,"""new client"",""vip""",Rome\n${shifted}\n`);
    expect(done).toMatchObject({ status: 'completed_with_errors', counts: { created: 1, rejected: 1 } });
    expect((await contact(FIRST_PHONE)).tags).toEqual(['new client', 'vip']);

    // So many that most are checked by their bytes.
    const rows = people(50).split('\n').slice(1);
    const all = await importing(['id,name', ...rows.map((row) => `${row},`), `${FIRST_PHONE},Again,`].join('\n'));
    expect(all).toMatchObject({
      status: 'completed',
      counts: { created: 49, updated: 1, duplicate: 1 },
      warnings: [{ code: 'surplus_cells', with: { count: 1 } }],
    });
    expect((await errorFile(all.id)).split('\r\n')[1]).toMatch(/^34600000000,Person 0,2,/);
    const some = await importing(['id,name', ...rows.map((row) => `${row},`), `${FIRST_PHONE},Once more`].join('\n'));
    expect(some).toMatchObject({ rows: 51, counts: { updated: 1, rejected: 50 }, warnings: [] });
  });

  it('drops the 1 of Mexican numbers, but not of a contact that has it, and counts numbers in two forms', async () => {
    const [old, recent] = ['5215512345678', '5215587654321'];
    await importing('id,name\n525512345678,Old\n551112345678,Ana\n');
    const mongo = await mongoose.createConnection(stack.env.MONGODB_URI!).asPromise();
    const contacts = mongo.collection<{ _id: string; [field: string]: unknown }>('contacts');
    const { statementHash: _, ...before } = (await contacts.findOne({ _id: `${accountId}/525512345678` }))!;
    // As a build of before stored it.
    await contacts.insertOne({ ...before, _id: `${accountId}/${old}`, phone: old });
    await mongo.close();

    const rows = [
      `${old},Old`,
      `${recent},First`,
      '+52 1 55 8765 4321,Last',
      '+55 (11) 91234-5678,Ana',
      '5491112345678,Eva',
    ];
    const done = await importing(['id,name', ...rows, '541112345678,Eva'].join('\n'));
    expect(done).toMatchObject({
      status: 'completed',
      counts: { unchanged: 1, created: 4, duplicate: 1 },
      warnings: [
        { code: 'mexican_numbers', with: { count: 2, row: 3 } },
        { code: 'phone_twins', with: { count: 2 } },
      ],
    });
    expect(await errorFile(done.id)).toMatch(/First,3,.* in row 4,/);
    expect((await contact(525587654321)).name).toBe('Last');
    const add = (phone: string, name: string) =>
      api.post<Contact>(`/v1/accounts/${accountId}/contacts`, { phone, name });
    expect((await add(old, 'Still old')).phone).toBe(old);
    expect((await add(recent, 'New')).phone).toBe('525587654321');
  });

  it('lets the last of equal ids win and reports the others with the row that won', async () => {
    const rows = [1, 2, 1, 3, 1, 2].map((n, i) => `+${FIRST_PHONE + n},Name ${i + 2}`);
    const done = await importing(['id,name', ...rows].join('\n'));
    expect(done).toMatchObject({ status: 'completed', rows: 6, counts: { created: 3, duplicate: 3, rejected: 0 } });
    expect((await contact(FIRST_PHONE + 1)).name).toBe('Name 6');
    expect((await contact(FIRST_PHONE + 1)).changedBy).toEqual({ kind: 'import', id: done.id, row: 6 });
    const lines = (await errorFile(done.id)).split('\r\n').slice(1, -1);
    expect(lines.map((line) => line.replace(/^'\+34600/, ''))).toEqual([
      '000001,Name 2,2,"The same id comes again in row 6, which counts instead of this one."',
      '000002,Name 3,3,"The same id comes again in row 7, which counts instead of this one."',
      '000001,Name 4,4,"The same id comes again in row 6, which counts instead of this one."',
    ]);
  });

  it('accepts its own error file after it was corrected', async () => {
    const done = await importing(`id,name,city\n${FIRST_PHONE},Ann,Rome\n12,Bob,"Oslo, N"\n${FIRST_PHONE + 2},,Kiel\n`);
    expect(done.counts).toMatchObject({ created: 1, rejected: 2 });
    const mended = (await errorFile(done.id))
      .replace('12,Bob', `${FIRST_PHONE + 1},Bob`)
      .replace(',,Kiel', ',Eve,Kiel');
    expect(await importing(mended)).toMatchObject({
      status: 'completed',
      counts: { created: 2, rejected: 0 },
      warnings: [{ code: 'reserved_columns' }],
    });
    expect(await contact(FIRST_PHONE + 1)).toMatchObject({ name: 'Bob', values: { city: 'Oslo, N' } });
  });

  it("uses the file's first spelling of each tag, whichever batch is applied first", async () => {
    const rows = Array.from(
      { length: 16 },
      (_, i) => `${FIRST_PHONE + i},P,${i === 0 ? 'VIP' : i % 2 ? 'vip' : 'Vip'}`,
    );
    await importing(['id,name,tags', ...rows].join('\n'));
    const { items } = await api.contacts(`accountId=${accountId}&tag=vip&limit=100`);
    expect(items).toHaveLength(16);
    expect(new Set(items.flatMap(({ tags }) => tags))).toEqual(new Set(['VIP']));
  });

  it('reports rows whose errors are found only when they are merged', async () => {
    const tags = (prefix: string) => `"${Array.from({ length: 30 }, (_, i) => prefix + i).join(',')}"`;
    await importing(`id,name,tags\n${FIRST_PHONE},Ann,${tags('a')}\n`);
    const done = await importing(
      `id,name,tags\n12,Wrong,\n${FIRST_PHONE + 1},Bob,b\n${FIRST_PHONE},Ann,${tags('b')}\n`,
      {
        tagsMode: 'add',
      },
    );
    expect(done).toMatchObject({
      status: 'completed_with_errors',
      counts: { created: 1, rejected: 2, unprocessed: 0 },
    });
    const lines = (await errorFile(done.id)).trim().split('\r\n');
    expect(lines.map((line) => line.split(',')[1])).toEqual(['name', 'Wrong', 'Ann']);
    expect(lines[2]).toMatch(/,4,The contact would have more than 50 tags/);
  });

  it('ends again when the database confirmed its end and then lost it', async () => {
    const tags = (prefix: string) => `"${Array.from({ length: 30 }, (_, i) => prefix + i).join(',')}"`;
    await importing(`id,name,tags\n${FIRST_PHONE},Ann,${tags('a')}\n`);
    const content = `id,name,tags\n12,Wrong,\n${FIRST_PHONE + 1},Bob,b\n${FIRST_PHONE},Ann,${tags('b')}\n`;
    const { id, counts, finishedAt } = await importing(content, { tagsMode: 'add' });
    const file = await errorFile(id);
    const mongo = await mongoose.createConnection(stack.env.MONGODB_URI!).asPromise();
    const imports = mongo.collection<{ _id: string }>('imports');
    const queues = mongo.collection<{ _id: string; importIds: string[] }>('import_queues');
    const hasLeft = () => eventually('it left', async () => expect(await queues.findOne({ importIds: id })).toBe(null));
    await hasLeft();
    expect(await objects(id)).toHaveLength(1);
    const lost = { status: 'importing', finishedAt: null, updatedAt: new Date(0), 'checked.lateErrorsKey': null };
    await imports.updateOne({ _id: id }, { $set: lost, $pop: { history: 1 } });
    const ended = await api.finished(id);
    expect(ended).toMatchObject({ status: 'completed_with_errors', counts, processed: 3 });
    expect(ended.finishedAt! > finishedAt!).toBe(true);
    expect(await errorFile(id)).toBe(file);
    await hasLeft();
    await mongo.close();
    expect(await importing(people(1))).toMatchObject({ status: 'completed', counts: { updated: 1 } });
  });

  describe('while the contacts service is away', () => {
    beforeEach(() => stack.kill('contacts', 'SIGTERM'), 30_000);

    /** The maximum number of batches is in flight, and none has an outcome. */
    const heldUp = async (id: string) => {
      await reaches(id, 'importing');
      const redis = new Redis(stack.env.REDIS_URL!);
      try {
        await eventually('batches wait', async () => {
          const keys = await redis.keys(`${stack.env.REDIS_PREFIX}:ContactUpserted.contacts:${id}-*`);
          expect(keys).toHaveLength(4);
        });
      } finally {
        redis.disconnect();
      }
    };

    it('can be cancelled: rows that were sent are applied, the others are unprocessed, blank columns stay', async () => {
      await stack.start('contacts');
      await importing(`id,name,city\n${FIRST_PHONE + 99},Eve,Rome\n`);
      await stack.kill('contacts', 'SIGTERM');
      const file = people(20).replaceAll('\n', ',\n').replace('name,', 'name,city');
      const { id } = await api.upload(accountId, file, { blankColumns: 'clear' });
      await heldUp(id);
      expect(await api.post<Import>(`/v1/imports/${id}/cancel`)).toMatchObject({ status: 'importing' });
      await stack.start('contacts');
      const done = await api.finished(id);
      expect(done).toMatchObject({ status: 'cancelled', rows: 20, counts: { created: 8, unprocessed: 12 } });
      expect(sum(done)).toBe(20);
      expect((await contact(FIRST_PHONE + 99)).values).toEqual({ city: 'Rome' });
      await expect(contact(FIRST_PHONE + 8)).rejects.toThrow('404');
    }, 60_000);

    it('ends when its organisation is suspended: nothing more is applied or deleted, and later ones work', async () => {
      await stack.start('contacts');
      await importing(people(3, 'Before'));
      await stack.kill('contacts', 'SIGTERM');
      const { id } = await api.upload(accountId, people(20));
      await heldUp(id);
      const waiting = await api.upload(accountId, people(20, 'Later'));
      await reaches(waiting.id, 'importing');
      const operator = new ApiClient(stack.url, (await makeOperatorKey(stack)).key);
      const mongo = await mongoose.createConnection(stack.env.MONGODB_URI!).asPromise();
      const imports = mongo.collection<{ _id: string }>('imports');
      const batches = () => mongo.collection('import_batches').countDocuments({ importId: id });
      const stored = () => mongo.collection('contacts').countDocuments({ accountId });
      try {
        await operator.post(`/v1/organisations/${organisationId}/suspend`);
        await eventually('it is asked to stop', async () =>
          expect(await imports.findOne({ _id: id })).toMatchObject({ status: 'importing', cancelRequested: true }),
        );
        await stack.start('contacts');
        const error = { code: 'organisation_suspended/import' };
        await eventually('both end', async () => {
          for (const _id of [id, waiting.id])
            expect(await imports.findOne({ _id })).toMatchObject({ status: 'cancelled', error });
        });
        await eventually('they have left the queue', async () =>
          expect(await mongo.collection('import_queues').findOne({ importIds: { $in: [id, waiting.id] } })).toBe(null),
        );
        // The four batches that were in flight: three contacts that were there, and five new ones.
        expect([await batches(), await stored()]).toEqual([4, 8]);
        expect((await api.request(`/v1/imports/${id}`)).status).toBe(403);

        await operator.post(`/v1/organisations/${organisationId}/resume`);
        const ended = await eventually('they get in again', () => api.get<Import>(`/v1/imports/${id}`));
        const counts = { created: 5, updated: 3, unprocessed: 12 };
        expect(ended).toMatchObject({ status: 'cancelled', counts, error: { code: 'organisation_suspended' } });
        expect(sum(ended)).toBe(20);
        expect(await api.get(`/v1/imports/${waiting.id}`)).toMatchObject({ counts: { unprocessed: 20 } });
        expect((await contact(FIRST_PHONE + 7)).name).toBe('Person 7');
        const next = await importing(people(20));
        expect(next).toMatchObject({ status: 'completed', counts: { created: 12, unchanged: 8 } });
        expect([await batches(), await stored()]).toEqual([4, 20]);
      } finally {
        await mongo.close();
      }
    }, 60_000);

    it('delays the next import of its account, and no other; a waiting one can be cancelled at once', async () => {
      const first = await api.upload(accountId, people(20, 'First'));
      await heldUp(first.id);
      const second = await api.upload(accountId, people(20, 'Second'));
      const third = await api.upload(accountId, people(20, 'Third'));
      await reaches(third.id, 'importing');
      expect(await reaches(second.id, 'importing')).toMatchObject({ waitingFor: first.id, processed: 0 });
      await api.post(`/v1/imports/${second.id}/cancel`);
      expect(await api.finished(second.id)).toMatchObject({ status: 'cancelled', counts: { unprocessed: 20 } });
      await eventually('the third waits for the first', async () =>
        expect(await api.get(`/v1/imports/${third.id}`)).toMatchObject({ status: 'importing', waitingFor: first.id }),
      );
      await stack.start('contacts');
      expect(await api.finished(third.id)).toMatchObject({ status: 'completed', counts: { updated: 20 } });
      expect(await api.finished(first.id)).toMatchObject({ status: 'completed', counts: { created: 20 } });
      expect((await contact(FIRST_PHONE)).name).toBe('Third 0');
    }, 60_000);

    it('continues in another process when its importer is stopped', async () => {
      const { id } = await api.upload(accountId, people(20));
      await heldUp(id);
      await stack.kill('importer', 'SIGTERM');
      await Promise.all([stack.start('contacts'), stack.start('importer')]);
      expect(await api.finished(id)).toMatchObject({ status: 'completed', counts: { created: 20 } });
    }, 60_000);

    it('completes although Redis loses everything in the middle', async () => {
      const { id } = await api.upload(accountId, people(20));
      await heldUp(id);
      const redis = new Redis(stack.env.REDIS_URL!);
      await redis.unlink(...(await redis.keys(`${stack.env.REDIS_PREFIX}:*`)));
      redis.disconnect();
      await stack.start('contacts');
      expect(await api.finished(id, 90_000)).toMatchObject({ status: 'completed', counts: { created: 20 } });
    }, 120_000);
  });
});
