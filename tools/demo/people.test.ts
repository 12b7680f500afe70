import { describe, expect, it } from 'vitest';
import Papa from 'papaparse';
import { parsePhone } from '#contact-rules';
import { makePeopleFile } from './people-file.js';
import { person, VALUE_COLUMNS } from './people.js';

const { content, people } = makePeopleFile(3_000);

describe("the demo's people", () => {
  it('are the same every time, however many there are', () => {
    expect(makePeopleFile(50).people).toEqual(people.slice(0, 50));
    expect(person(7)).toEqual(person(7));
  });

  it('have each a phone of their own that the import accepts as it was typed', () => {
    expect(new Set(people.map(({ phone }) => phone)).size).toBe(people.length);
    for (const { typed, phone } of people)
      expect([typed, parsePhone(typed)]).toEqual([typed, expect.objectContaining({ phone })]);
  });

  it('are varied: Janes with dogs, blank cells in every value column, none blank throughout', () => {
    const janes = people.filter(({ name, tags }) => name.startsWith('Jane') && tags.includes('dog'));
    expect(janes.length).toBeGreaterThan(20);
    for (const column of VALUE_COLUMNS) {
      const filled = people.filter(({ values }) => values[column]).length;
      expect(filled).toBeGreaterThan(0);
      expect(filled).toBeLessThan(people.length);
    }
  });

  it('are in the file one by one', () => {
    const { data } = Papa.parse<string[]>(content);
    expect(data).toHaveLength(people.length + 1);
    expect(data[0]).toEqual(['id', 'name', 'tags', ...VALUE_COLUMNS]);
  });
});
