import { describe, expect, it } from 'vitest';
import { contactPatchSchema, defaultLimits, type ContactEdit } from '#contracts';
import { applyEdit } from './apply-edit.js';
import type { ContactState } from './contact-state.js';
import { readEdit } from './read-edit.js';

const NAME_257 = 'x'.repeat(257);
const JANE: ContactState = {
  name: 'Jane',
  tags: ['cat', 'Dog'],
  values: [
    { name: 'city', value: 'London' },
    { name: '__proto__', value: 'x' },
  ],
};

function patch(body: unknown): ContactEdit {
  const result = readEdit(contactPatchSchema.parse(body), defaultLimits);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.edit;
}

describe('an edit', () => {
  it.each<[string, unknown, Partial<ContactState>]>([
    ['a name', { name: '  Jané ' }, { name: 'Jané' }],
    ['new tags', { tags: ['vip', 'CAT', 'vip'] }, { tags: ['cat', 'vip'] }],
    ['no tags', { tags: [] }, { tags: [] }],
    ['added tags', { tags: { add: ['DOG', 'vip'] } }, { tags: ['cat', 'Dog', 'vip'] }],
    ['removed tags', { tags: { remove: ['DOG', 'unknown'] } }, { tags: ['cat'] }],
    ['both', { tags: { add: ['vip'], remove: ['cat'] } }, { tags: ['Dog', 'vip'] }],
    ['a value', { values: { CITY: 'Madrid' } }, { values: [{ name: 'city', value: 'Madrid' }, JANE.values[1]!] }],
    ['a value that goes', { values: { city: null } }, { values: [JANE.values[1]!] }],
    ['a blank value', { values: { city: ' ' } }, { values: [JANE.values[1]!] }],
    [
      'a value of any name',
      JSON.parse('{"values": {"__proto__": "y", "constructor": "c"}}'),
      { values: [JANE.values[0]!, { name: '__proto__', value: 'y' }, { name: 'constructor', value: 'c' }] },
    ],
  ])('sets %s and leaves the rest', (_, body, changed) => {
    const result = applyEdit(JANE, patch(body), defaultLimits);
    expect(result).toEqual({ outcome: 'updated', state: { ...JANE, ...changed } });
  });

  it.each([{}, { name: 'Jane' }, { tags: ['dog', 'cat'] }, { tags: { add: ['cat'] } }, { values: { unknown: null } }])(
    'says so when %j changes nothing',
    (body) => expect(applyEdit(JANE, patch(body), defaultLimits).outcome).toBe('unchanged'),
  );

  it('keeps the limits of a contact', () => {
    const limits = { ...defaultLimits, tagsPerContact: 2 };
    expect(applyEdit(JANE, patch({ tags: { add: ['vip'] } }), limits)).toMatchObject({ code: 'too_many_tags' });
  });
});

describe('an edit that no file could carry', () => {
  it.each<[unknown, { field: string; code: string }[]]>([
    [{ name: ' ' }, [{ field: 'name', code: 'name_missing' }]],
    [{ name: 'x'.repeat(257) }, [{ field: 'name', code: 'name_too_long' }]],
    [{ name: 'a\u0000b' }, [{ field: 'name', code: 'control_character' }]],
    [{ tags: ['a', 'b,c'] }, [{ field: 'tags.1', code: 'tag_comma' }]],
    [{ tags: { add: [''] } }, [{ field: 'tags.add.0', code: 'tag_missing' }]],
    [{ tags: { add: ['A'], remove: ['a'] } }, [{ field: 'tags.remove', code: 'tag_added_and_removed' }]],
    [{ tags: Array.from({ length: 51 }, (_, i) => `t${i}`) }, [{ field: 'tags', code: 'too_many_tags' }]],
    [{ values: { ' ID ': 'x' } }, [{ field: 'values. ID ', code: 'value_name_reserved' }]],
    [{ values: { import_row: 'x' } }, [{ field: 'values.import_row', code: 'value_name_reserved' }]],
    [{ values: { '': 'x' } }, [{ field: 'values.', code: 'value_name_missing' }]],
    [{ values: { city: 'a', City: 'b' } }, [{ field: 'values.City', code: 'value_name_twice' }]],
    [{ values: { [NAME_257]: 'x' } }, [{ field: `values.${NAME_257}`, code: 'value_name_too_long' }]],
    [{ values: { city: '\ud800' } }, [{ field: 'values.city', code: 'control_character' }]],
    [{ values: { city: 'é'.repeat(2049) } }, [{ field: 'values.city', code: 'cell_too_long' }]],
  ])('%j is refused with the field', (body, faults) => {
    const result = readEdit(contactPatchSchema.parse(body), defaultLimits);
    expect(result).toMatchObject({ ok: false, faults });
  });

  it('lets a value go whose name is longer than names may be now', () => {
    const result = readEdit(contactPatchSchema.parse({ values: { [NAME_257]: null } }), defaultLimits);
    expect(result).toMatchObject({ ok: true, edit: { values: [{ name: NAME_257, value: null }] } });
  });
});
