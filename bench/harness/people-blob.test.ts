import { describe, expect, it } from 'vitest';
import Papa from 'papaparse';
import { person } from '../../tools/demo/people.js';
import { peopleBlob, subscribersBlob } from './people-blob.js';

const ROWS = 25;

async function rowsOf(file: Promise<Blob>): Promise<Record<string, string>[]> {
  const text = await (await file).text();
  expect(text.endsWith('\n')).toBe(true);
  return Papa.parse<Record<string, string>>(text.trimEnd(), { header: true }).data;
}

describe('the people of the bench', () => {
  it('are the same in both forms', async () => {
    const ours = await rowsOf(peopleBlob(ROWS));
    const theirs = await rowsOf(subscribersBlob(ROWS, 'bench.example'));
    expect(ours).toHaveLength(ROWS);
    expect(theirs).toHaveLength(ROWS);
    for (const [index, { email, name, attributes }] of theirs.entries()) {
      const { phone, values } = person(index);
      const { id, name: ourName, tags, ...cells } = ours[index]!;
      expect(email).toBe(`${phone}@bench.example`);
      expect(id!.replace(/\D/g, '').replace(/^00/, '')).toBe(phone);
      expect(name).toBe(ourName);
      const { tags: labels, ...found } = JSON.parse(attributes!) as { tags: string[] };
      expect(labels.join(', ')).toBe(tags);
      expect(found).toEqual(values);
      expect(Object.fromEntries(Object.entries(cells).filter(([, text]) => text !== ''))).toEqual(values);
    }
  });

  it.each([
    ['in our form', (town?: string) => rowsOf(peopleBlob(ROWS, { town }))],
    ['in the form of listmonk', (town?: string) => rowsOf(subscribersBlob(ROWS, 'bench.example', { town }))],
  ])('move to another town, a tenth of them, %s', async (_, read) => {
    const [before, after] = await Promise.all([read(), read('Newtown')]);
    const moved = after.flatMap((row, index) =>
      Object.values(row).join() === Object.values(before[index]!).join() ? [] : [index],
    );
    expect(moved).toEqual([0, 10, 20]);
    for (const index of moved) expect(Object.values(after[index]!).join()).toContain('Newtown');
  });
});
