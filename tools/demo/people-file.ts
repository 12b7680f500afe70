import Papa from 'papaparse';
import { person, VALUE_COLUMNS, type Person } from './people.js';

/** A CSV file as a marketing team would write it, and the people in it. */
export interface PeopleFile {
  name: string;
  content: string;
  people: Person[];
}

/** @param rows the number of people, without the header */
export function makePeopleFile(rows: number): PeopleFile {
  const people = Array.from({ length: rows }, (_, index) => person(index));
  const content = Papa.unparse(
    {
      fields: ['id', 'name', 'tags', ...VALUE_COLUMNS],
      data: people.map(({ typed, name, tags, values }) => [
        typed,
        name,
        tags.join(', '),
        ...VALUE_COLUMNS.map((column) => values[column] ?? ''),
      ]),
    },
    { newline: '\n' },
  );
  return { name: `people-${rows}.csv`, content, people };
}
