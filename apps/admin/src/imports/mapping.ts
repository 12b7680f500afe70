import type { ColumnMapping, ImportColumn } from '#contracts';

/** What a column can become, in the order of the page's list. */
export const KINDS = [
  'id',
  'name',
  'givenName',
  'familyName',
  'tags',
  'optOut',
  'value',
  'ignored',
] as const satisfies ColumnMapping['kind'][];

/** How the columns of a checked file are understood, as a mapping to change. */
export function mappingOf(columns: readonly ImportColumn[]): ColumnMapping[] {
  return columns.map(({ header, name, kind }) => withKind({ column: header ?? name, kind, name }, kind));
}

/** A column with another kind. A value gets the name it had, else that of its header. */
export function withKind({ column, name = column }: ColumnMapping, kind: ColumnMapping['kind']): ColumnMapping {
  return kind === 'value' ? { column, kind, name } : { column, kind };
}

export function isSameMapping(one: readonly ColumnMapping[], other: readonly ColumnMapping[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What keeps a mapping from being used. The API says the rest, such as two values with one name. */
export type MappingFault = 'noPhone' | 'twoPhones' | 'noName' | 'twoNames' | 'twoTags' | 'twoOptOuts' | 'noValueName';

export function faultOf(mapping: readonly ColumnMapping[]): MappingFault | null {
  const count = (kind: ColumnMapping['kind']) => mapping.filter((column) => column.kind === kind).length;
  const [whole, given, family] = [count('name'), count('givenName'), count('familyName')];
  if (count('id') === 0) return 'noPhone';
  if (count('id') > 1) return 'twoPhones';
  if (whole + given + family === 0) return 'noName';
  if (whole > 1 || given > 1 || family > 1 || (whole > 0 && given + family > 0)) return 'twoNames';
  if (count('tags') > 1) return 'twoTags';
  if (count('optOut') > 1) return 'twoOptOuts';
  return mapping.some(({ kind, name = '' }) => kind === 'value' && name.trim() === '') ? 'noValueName' : null;
}
