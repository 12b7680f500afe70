import { setImmediate } from 'node:timers/promises';
import Papa from 'papaparse';
import { person, VALUE_COLUMNS } from '../../tools/demo/people.js';

const CHUNK = 10_000;

/** From which `tags` are taken, another choice for each person. */
const TAGS = Array.from({ length: 200 }, (_, index) => `group ${index + 1}`);

export interface PeopleOptions {
  /** Every tenth person has this city, so that a tenth of the contacts changes. */
  town?: string;
  /** So many tags for everybody, at most 200; default: those of the demo, from none to six. */
  tags?: number;
}

/** The demo's people as a CSV file with any number of rows. */
export async function peopleBlob(rows: number, { town, tags: count }: PeopleOptions = {}): Promise<Blob> {
  const parts: string[] = [['id', 'name', 'tags', ...VALUE_COLUMNS].join(',') + '\n'];
  for (let from = 0; from < rows; from += CHUNK) {
    const lines: string[][] = [];
    for (let index = from; index < Math.min(rows, from + CHUNK); index++) {
      const { typed, name, tags: own, values: all } = person(index);
      const tags = count === undefined ? own : tagsOf(index, count);
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

/** Steps that share no factor with 200 reach every tag, and none twice. */
function tagsOf(index: number, count: number): string[] {
  return Array.from({ length: count }, (_, place) => TAGS[(index * 7 + place * 13) % TAGS.length]!);
}
