import { describe, expect, it } from 'vitest';
import type { ColumnMapping, ImportColumn } from '#contracts';
import { faultOf, isSameMapping, mappingOf, withKind } from './mapping.js';

const column = (name: string, kind: ImportColumn['kind'], header?: string): ImportColumn => ({
  ...{ name, kind, blank: false, contactsAffected: null },
  ...(header && { header }),
});

describe('the mapping on the page', () => {
  it('is what the check understood, until somebody changes it', () => {
    const columns = [column('Cel', 'id'), column('city', 'value', 'Ciudad')];
    const mapping = mappingOf(columns);
    expect(mapping).toEqual([
      { column: 'Cel', kind: 'id' },
      { column: 'Ciudad', kind: 'value', name: 'city' },
    ]);
    expect(isSameMapping(mapping, mappingOf(columns))).toBe(true);
    const changed = withKind(mapping[0]!, 'value');
    expect(changed).toEqual({ column: 'Cel', kind: 'value', name: 'Cel' });
    expect(isSameMapping([changed, mapping[1]!], mapping)).toBe(false);
  });

  it.each<[ReturnType<typeof faultOf>, ColumnMapping['kind'][]]>([
    [null, ['id', 'name', 'tags', 'value', 'value', 'ignored']],
    [null, ['id', 'givenName', 'familyName']],
    [null, ['familyName', 'id']],
    ['noPhone', ['name', 'value']],
    ['twoPhones', ['id', 'id', 'name']],
    ['noName', ['id', 'tags']],
    ['twoNames', ['id', 'name', 'givenName']],
    ['twoNames', ['id', 'familyName', 'familyName']],
    ['twoTags', ['id', 'name', 'tags', 'tags']],
  ])('has the fault %s: %j', (fault, kinds) => {
    expect(faultOf(kinds.map((kind, index) => withKind({ column: `c${index}`, kind }, kind)))).toBe(fault);
  });

  it('needs a name for each value', () => {
    const mapping: ColumnMapping[] = [
      { column: 'a', kind: 'id' },
      { column: 'b', kind: 'name' },
      { column: 'c', kind: 'value', name: ' ' },
    ];
    expect(faultOf(mapping)).toBe('noValueName');
  });
});
