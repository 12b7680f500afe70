import { describe, expect, it, vi } from 'vitest';
import xlsx from '@e965/xlsx';
import Papa from 'papaparse';
import { planFile, rowsOf, type FileWish } from './file-plan.js';
import { makeFile } from './files.js';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const WISH: FileWish = { seed: 'one', pool: 500, rows: 200 };

describe('a file of the chaos run', () => {
  it('has the same bytes for the same seed, and others for another', async () => {
    const [one, again, other] = await Promise.all(
      ['one', 'one', 'other'].map(async (seed) => (await makeFile({ ...WISH, seed, format: 'csv' })).body.text()),
    );
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  it.each(['csv', 'xlsx', 'xls'] as const)('has the cells of its plan: %s', async (format) => {
    const plan = planFile({ ...WISH, format });
    const { body } = await makeFile({ ...WISH, format });
    expect(await cellsIn(body, format)).toEqual([plan.header, ...[...rowsOf(plan)].map(({ cells }) => cells)]);
  });

  it.each(['one', 'two', 'three', 'four', 'five'])('adds up: %s', (seed) => {
    const { stated } = planFile({ ...WISH, seed });
    const statements = stated.statements();
    expect(statements.size + stated.duplicate + stated.rejected).toBe(stated.rows);
    const rows = [...rowsOf(planFile({ ...WISH, seed }))];
    expect(rows.filter(({ phone }) => phone === null)).toHaveLength(stated.rejected);
    for (const { phone, statement } of rows)
      if (phone !== null) expect(statements.get(phone)!.row).toBeGreaterThanOrEqual(statement.row);
  });

  it('has a column that is blank throughout, in some files, and only where it says so', () => {
    const blank = Array.from({ length: 40 }, (_, index) => {
      const plan = planFile({ seed: `blank ${index}`, pool: 500, rows: 30 });
      const rows = [...rowsOf(plan)];
      const found = plan.header.filter((_, column) => rows.every(({ cells }) => cells[column] === ''));
      expect(found).toEqual(plan.stated.blankColumns);
      return found.length;
    });
    expect(new Set(blank)).toEqual(new Set([0, 1]));
  });

  it('says of many contacts something else than another file, and of some the same', () => {
    const [one, other] = ['one', 'other'].map((seed) => planFile({ ...WISH, pool: 200, seed }).stated.statements());
    const both = [...one!.keys()].filter((phone) => other!.has(phone));
    const same = both.filter((phone) => one!.get(phone)!.name === other!.get(phone)!.name);
    for (const phone of same)
      for (const [name, value] of Object.entries(one!.get(phone)!.values))
        if (value !== null) expect([undefined, value, null]).toContain(other!.get(phone)!.values[name]);
    expect(both.length).toBeGreaterThan(170);
    expect(same.length / both.length).toBeGreaterThan(0.05);
    expect(same.length / both.length).toBeLessThan(0.3);
  });
});

async function cellsIn(body: Blob, format: 'csv' | 'xlsx' | 'xls'): Promise<string[][]> {
  const bytes = Buffer.from(await body.arrayBuffer());
  if (format === 'csv') {
    const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
    const text = bytes.toString(isUtf16 ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
    return Papa.parse<string[]>(text, { skipEmptyLines: true }).data;
  }
  const { Sheets, SheetNames } = xlsx.read(bytes);
  const rows = xlsx.utils.sheet_to_json<unknown[]>(Sheets[SheetNames[0]!]!, { header: 1, defval: '' });
  return rows.map((cells) => cells.map(String));
}
