import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contact, Import } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';
import { textRows, xlsxBytes } from '../support/xlsx-bytes.js';
import { zipBytes } from '../support/zip-bytes.js';

/** This name is in every file and nowhere else. */
const NAME = 'Quintilla Marker';
const PHONE = '34655443322';
const GOOD = `id,name\n${PHONE},${NAME}\n`;
const SERVICES = ['gateway', 'importer', 'contacts'] as const;

type Content = string | Buffer;

/** Malicious files, with real services that log as much as they can. */
describe('a file that means harm', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let api: ApiClient;
  let pids: number[];

  const runningPids = () => SERVICES.map((name) => stack.service(name).pid);
  beforeAll(async () => {
    stack = await startStack({ services: [...SERVICES], env: { LOG_LEVEL: 'trace', ATTEMPTS: '2', BACKOFF_MS: '10' } });
    tenant = await stack.seed({ accounts: ['active', 'active', 'active'] });
    api = new ApiClient(stack.url, tenant.keys.admin);
    pids = runningPids();
  }, 60_000);
  afterAll(() => stack?.stop());

  const account = (n = 0) => tenant.accounts[n]!.id;
  const importing = (content: Content, fileName = 'contacts.csv', n = 0) =>
    api.importFile(account(n), new Uint8Array(Buffer.from(content)), { fileName });

  it.each<[string, Content, string]>([
    ['a byte order mark alone', '\ufeff', 'empty_file'],
    ['white space', ' \r\n\t\n\u00a0\n', 'empty_file'],
    ['commas alone', ',,,\n,,,\n', 'empty_file'],
    ['a PDF', `%PDF-1.7\n${GOOD}`, 'unknown_format'],
    [
      'a picture',
      Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(200)]),
      'unknown_format',
    ],
    ['a web page', `<!DOCTYPE html><table><tr><td>${PHONE}</td></tr></table>`, 'unknown_format'],
    ['a program', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), Buffer.alloc(4096)]), 'unknown_format'],
    ['a zip of anything', zipBytes([{ name: 'contacts.csv', content: GOOD }]), 'unknown_format'],
    ['JSON', JSON.stringify([{ id: PHONE, name: NAME }]), 'unknown_format'],
    [
      'a zip that ends early',
      xlsxBytes({
        rows: textRows([
          ['id', 'name'],
          [PHONE, NAME],
        ]),
      }).subarray(0, 700),
      'broken_workbook',
    ],
    ['no header', `${PHONE},${NAME}\n`, 'missing_id_column'],
    [
      'a header of 100,000 columns',
      `id,name,${Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(',')}\n`,
      'too_many_columns',
    ],
    ['the same column twice', `id,name,City,CITY\n${PHONE},${NAME},a,b\n`, 'duplicate_column'],
    ['data under no name', `id,name,\n${PHONE},${NAME},secret\n`, 'header_blank'],
    ['an open quote', `id,name\n${PHONE},"${NAME}\n`.padEnd(3_000_000, 'x,y\n'), 'quote_not_closed'],
    ['a line without end', `id,name\n${PHONE},${'x'.repeat(3_000_000)}`, 'row_too_long'],
    [
      'an entity bomb',
      xlsxBytes({ sheet: `<!DOCTYPE x [<!ENTITY a "${NAME}">]><worksheet>&a;</worksheet>` }),
      'broken_workbook',
    ],
    ['a zip bomb', bomb(), 'workbook_too_complex'],
    [
      'a workbook with an error for a header',
      xlsxBytes({
        rows: `<row><c t="str"><v>id</v></c><c t="str"><v>name</v></c><c t="e"><v>#REF!</v></c></row>${textRows([[PHONE, NAME]])}`,
      }),
      'header_cell_error',
    ],
  ])(
    'is refused: %s',
    async (_, content, code) => {
      const done = await importing(content);
      expect({ status: done.status, code: done.error?.code, counts: done.counts }).toMatchObject({
        status: 'rejected',
        code,
        counts: { created: 0, updated: 0 },
      });
    },
    30_000,
  );

  it.each<[string, string, string[]]>([
    ['NUL and other control characters', `${PHONE},a\0b\n${PHONE},a\x1eb\n${PHONE},a\x1fb\n${PHONE},a\x7f\n`, ['\x7f']],
    ['cells of 5 KiB', `${PHONE},Ana,${'x'.repeat(5000)}\n`, []],
    [
      'phones that are none',
      `__proto__,a\nconstructor,a\n=1+1,a\n${'9'.repeat(5000)},a\n3.46665E+10,a\n${PHONE};ext=1,a\n`,
      [],
    ],
    ['rows too wide', `${PHONE},a,b,c,d,e\n`, []],
    ['names of nothing', `${PHONE},\n${PHONE}, \n${PHONE},\u3000\n`, []],
  ])(
    'has its rows reported: %s',
    async (_, rows, good) => {
      const done = await importing(`id,name,note\n${rows}`, 'contacts.csv', 1);
      const total = rows.trimEnd().split('\n').length;
      expect(done).toMatchObject({ rows: total, counts: { rejected: total - good.length, created: good.length } });
    },
    30_000,
  );

  it('accepts value names that every JavaScript object already has', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '$ne', 'a.b', 'length'];
    const done = await importing(
      `id,name,tags,${names.join(',')}\n${PHONE},${NAME},__proto__,${names.join(',')}\n`,
      'c.csv',
      2,
    );
    expect(done).toMatchObject({ status: 'completed', counts: { created: 1 } });
    const contact = await api.get<Contact>(`/v1/accounts/${account(2)}/contacts/${PHONE}`);
    expect(Object.entries(contact.values).sort()).toEqual(names.map((name) => [name, name]).sort());
    const { items } = await api.contacts(`accountId=${account(2)}&value=__proto__:__proto__&tag=__proto__`);
    expect(items).toHaveLength(1);
    const blank = `id,name,__proto__\n${PHONE},${NAME},\n`;
    expect(await api.importFile(account(2), blank, { blankColumns: 'clear' })).toMatchObject({ status: 'completed' });
    expect(Object.keys((await api.get<Contact>(`/v1/accounts/${account(2)}/contacts/${PHONE}`)).values)).not.toContain(
      '__proto__',
    );
  }, 30_000);

  it.each(['../../etc/passwd', 'a\r\nX-Evil: 1.csv', `${'ñ'.repeat(400)}.csv`, '\u202egpj.csv', '<script>.csv', ''])(
    'may be called %j',
    async (fileName) => {
      const { status, fileName: kept } = await importing(GOOD, fileName);
      expect(status).toBe('completed');
      expect(kept).not.toMatch(/[\r\n/\\]/);
      expect(kept.length).toBeLessThanOrEqual(255);
    },
    30_000,
  );

  it('is read as what it is, with a warning where its name says otherwise', async () => {
    const workbook = xlsxBytes({
      rows: textRows([
        ['id', 'name'],
        [PHONE, NAME],
      ]),
    });
    for (const [content, fileName] of [
      [GOOD, 'contacts.xls'],
      [GOOD, 'contacts.XLSX'],
      [workbook, 'contacts.csv'],
    ] as const) {
      const { status, warnings } = await importing(content, fileName);
      expect({ fileName, status, codes: warnings.map(({ code }) => code) }).toMatchObject({
        status: 'completed',
        codes: expect.arrayContaining(['format_differs']),
      });
    }
    expect((await importing(GOOD, 'contacts.csv')).warnings.map(({ code }) => code)).not.toContain('format_differs');
  }, 60_000);

  it('does not delay the imports of others', async () => {
    const other = await stack.seed();
    const theirs = new ApiClient(stack.url, other.keys.admin);
    const slow = await api.upload(account(), `id,name\n${`${PHONE},${NAME}\n`.repeat(200_000)}`, { start: 'confirm' });
    const done = await theirs.importFile(other.accounts[0]!.id, GOOD);
    expect(done.status).toBe('completed');
    await eventually('the other one is checked', async () => {
      const checked = await api.get<Import>(`/v1/imports/${slow.id}`);
      expect(checked).toMatchObject({ status: 'ready', rows: 200_000, counts: { duplicate: 199_999 } });
    });
  }, 60_000);

  it('crashes no service, and leaves no content in the logs', async () => {
    expect(runningPids()).toEqual(pids);
    expect(SERVICES.map((name) => stack.service(name).isRunning)).toEqual([true, true, true]);
    for (const service of SERVICES) {
      const log = stack.readLog(service);
      expect(log.length).toBeGreaterThan(1000);
      for (const secret of [PHONE, 'Quintilla', 'Marker', 'secret']) expect(log).not.toContain(secret);
      // No text of a file makes a line of its own, or a field.
      for (const line of log.trimEnd().split('\n'))
        expect(JSON.parse(line)).toMatchObject({ service, msg: expect.any(String) });
    }
  });
});

/** 100 MB of one letter in the texts of a workbook, compressed to a thousandth. */
function bomb(): Buffer {
  return xlsxBytes({ sharedStrings: `<sst><si><t>${'x'.repeat(100_000_000)}</t></si></sst>` });
}
