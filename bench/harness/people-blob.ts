import { setImmediate } from 'node:timers/promises';
import Papa from 'papaparse';
import { person, VALUE_COLUMNS, type Person } from '../../tools/demo/people.js';

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
export function peopleBlob(rows: number, options: PeopleOptions = {}): Promise<Blob> {
  return csvOfPeople(rows, ['id', 'name', 'tags', ...VALUE_COLUMNS], options, ({ typed, name, tags, values }) => [
    typed,
    name,
    tags.join(', '),
    ...VALUE_COLUMNS.map((column) => values[column] ?? ''),
  ]);
}

/**
 * The same people as a CSV file in the form of listmonk, which knows somebody by an e-mail address: the number, at a
 * domain. So the same people can be new again at another one. What has no column of its own is an attribute.
 */
export function subscribersBlob(rows: number, domain: string, options: PeopleOptions = {}): Promise<Blob> {
  return csvOfPeople(rows, ['email', 'name', 'attributes'], options, ({ phone, name, tags, values }) => [
    `${phone}@${domain}`,
    name,
    JSON.stringify({ tags, ...values }),
  ]);
}

async function csvOfPeople(
  rows: number,
  header: readonly string[],
  { town, tags: count }: PeopleOptions,
  cells: (one: Person) => string[],
): Promise<Blob> {
  const parts: string[] = [`${header.join(',')}\n`];
  for (let from = 0; from < rows; from += CHUNK) {
    const lines: string[][] = [];
    for (let index = from; index < Math.min(rows, from + CHUNK); index++) {
      const one = person(index);
      if (count !== undefined) one.tags = tagsOf(index, count);
      if (town !== undefined && index % 10 === 0) one.values.city = town;
      lines.push(cells(one));
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
