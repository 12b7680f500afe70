import { setImmediate } from 'node:timers/promises';
import Papa from 'papaparse';
import { person, VALUE_COLUMNS } from '../../tools/demo/people.js';

const CHUNK = 10_000;

/**
 * The demo's people as a CSV file with any number of rows. With `town`, every tenth person has another city, so that a
 * tenth of the contacts changes.
 */
export async function peopleBlob(rows: number, { town }: { town?: string } = {}): Promise<Blob> {
  const parts: string[] = [['id', 'name', 'tags', ...VALUE_COLUMNS].join(',') + '\n'];
  for (let from = 0; from < rows; from += CHUNK) {
    const lines: string[][] = [];
    for (let index = from; index < Math.min(rows, from + CHUNK); index++) {
      const { typed, name, tags, values: all } = person(index);
      const values: Record<string, string> = { ...all };
      if (town !== undefined && index % 10 === 0) values.city = town;
      lines.push([typed, name, tags.join(', '), ...VALUE_COLUMNS.map((column) => values[column] ?? '')]);
    }
    parts.push(`${Papa.unparse(lines, { newline: '\n' })}\n`);
    // A million rows take a while. Yield, so that connections can report that they were closed.
    await setImmediate();
  }
  return new Blob(parts);
}
