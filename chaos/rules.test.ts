import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { applyEdit, fold, mergeStatement, type ContactState } from '#contact-rules';
import { limitsSchema } from '#contracts';
import type { EditAsked, Statement, TagChangeAsked } from './operations.js';
import {
  afterEdit,
  afterRow,
  afterTagChange,
  keyOf,
  readState,
  stateText,
  textOfState,
  withoutColumn,
} from './rules.js';

const limits = limitsSchema.parse({});
const labels = fc.constantFrom('a', 'A', 'é', 'É', 'e\u0301', 'b', 'straße', 'STRASSE');
const tags = fc.uniqueArray(labels, { selector: keyOf });
const valueOf = fc.constantFrom('x', 'X', 'y');
const entries = fc.uniqueArray(fc.record({ name: labels, value: valueOf }), { selector: ({ name }) => keyOf(name) });
const optOut = fc.constantFrom(undefined, null, { scope: 'account' as const });
const contacts: fc.Arbitrary<ContactState> = fc.record({
  name: fc.constantFrom('Ann', 'Ben'),
  tags,
  values: entries,
  optOut,
});
const stated = fc.uniqueArray(fc.record({ name: labels, value: fc.option(valueOf) }), {
  selector: ({ name }) => keyOf(name),
});
const blankCells = fc.constantFrom('keep' as const, 'clear' as const);
const tagsMode = fc.constantFrom('replace' as const, 'add' as const);
const asValues = (list: readonly { name: string; value: string | null }[]) =>
  Object.fromEntries(list.map(({ name, value }) => [name, value]));

/** The model shares no code with the product, and here they check each other. */
describe('the model and the product agree about', () => {
  it('which texts are the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(keyOf(one) === keyOf(other)).toBe(fold(one) === fold(other));
      }),
    );
    for (const [one, other] of [
      ['ΟΔΟΣ', 'οδος'],
      ['ẞ', 'ss'],
      ['É', 'e\u0301'],
    ])
      expect(keyOf(one!)).toBe(keyOf(other!));
  });

  it('what a row makes of a contact', () => {
    const rows = fc.record({
      name: fc.constantFrom('Ann', 'Ben'),
      tags: fc.option(tags),
      values: stated,
      optOut: fc.constantFrom(undefined, 'yes' as const, 'no' as const),
    });
    const files = fc.record({
      blankColumns: fc.constant([]),
      hasTagsColumn: fc.constant(true),
      options: fc.record({
        blankCells,
        tagsMode,
        optOut: fc.constantFrom(undefined, 'keep' as const, 'clear' as const),
      }),
    });
    fc.assert(
      fc.property(fc.option(contacts), rows, files, (before, row, file) => {
        // The product reads a blank cell of tags as no tags, and a file without the column as null.
        const product = mergeStatement(before, { ...row, tags: row.tags ?? [] }, file.options, limits);
        const model = afterRow(
          before && readState(stateText(before)),
          { ...row, values: asValues(row.values) } as Statement,
          file as never,
        );
        const state = 'state' in product ? product.state : null;
        expect(textOfState(model)).toBe(stateText(state!));
        expect(product.outcome === 'unchanged').toBe(before !== null && stateText(before) === textOfState(model));
      }),
    );
  });

  it('what an edit and a tag change make of it', () => {
    const edits = fc.record({ name: fc.constantFrom('Ann', 'Ben'), tags: fc.option(tags), values: stated });
    fc.assert(
      fc.property(fc.option(contacts), edits, (before, edit) => {
        const asked = { ...edit, tags: { replace: edit.tags, add: [], remove: [] } };
        const product = applyEdit(before, asked, limits) as { state: ContactState };
        const model = afterEdit(before && readState(stateText(before)), {
          ...edit,
          values: asValues(edit.values),
        } as EditAsked);
        expect(textOfState(model)).toBe(stateText(product.state));
      }),
    );
    fc.assert(
      fc.property(contacts, labels, labels, fc.constantFrom('add', 'remove'), (before, having, tag, change) => {
        const model = afterTagChange(readState(stateText(before)), { change, having, tag } as TagChangeAsked);
        const list = { replace: null, add: change === 'add' ? [tag] : [], remove: change === 'add' ? [] : [tag] };
        const has = before.tags.some((own) => fold(own) === fold(having));
        const product = has ? applyEdit(before, { name: null, tags: list, values: [] }, limits) : { state: before };
        expect(textOfState(model)).toBe(stateText((product as { state: ContactState }).state));
      }),
    );
  });
});

it('removes a column whatever its spelling', () => {
  const state = readState(stateText({ name: 'Ann', tags: [], values: [{ name: 'City', value: 'Rome' }] }));
  expect(withoutColumn(state, 'CITY').values.size).toBe(0);
});
