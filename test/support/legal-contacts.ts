import fc from 'fast-check';
import { columnKind, fold, guardCell, joinTags, textProblem, tidyText } from '#contact-rules';
import { defaultLimits } from '#contracts';

/** A contact that a file can contain. */
export interface LegalContact {
  phone: string;
  name: string;
  tags: string[];
  values: Record<string, string>;
}

/** Texts that spreadsheets run, readers trim, or parsers misread. */
const AWKWARD = [
  '=1+1',
  "'=x",
  "''=x",
  "'plain",
  "'",
  '+34 600',
  '-5',
  '@me',
  '=HYPERLINK("http://x","y")',
  "=cmd|'/c calc'!A1",
  'a\tb',
  'line one\nline two',
  'say "hi"',
  '"',
  'a,b;c|d',
  '😀 ok 👩‍👩‍👧',
  'שלום עולם',
  'مرحبا',
  '_x0041_',
  '_x000D_',
  '__proto__',
  'constructor',
  '007',
  '1e5',
  '3.46665E+10',
  '44687985632',
  'TRUE',
  '2026-11-22',
  '\u202eabc',
  'Zoë',
  'Zoe\u0308',
  'a\u00a0b',
  '<b>&amp;</b>',
  ']]>',
  'NULL',
  '#N/A',
  'x'.repeat(300),
];
const VALUE_NAMES = [
  'city',
  '=sum',
  "'=name",
  '+plus',
  '@at',
  '__proto__',
  'constructor',
  'a,b',
  'say "x"',
  '"x"',
  'two\nlines',
  '😀',
  '_x0041_',
  'a:b',
  '007',
];

const isLegal = (text: string): boolean =>
  text !== '' && tidyText(text) === text && textProblem(text, defaultLimits) === null;
const text = fc.oneof(
  fc.constantFrom(...AWKWARD),
  fc.tuple(fc.constantFrom(...AWKWARD), fc.constantFrom(...AWKWARD)).map((two) => two.join(' ')),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter(isLegal),
);
const tag = text.map((any) => any.replaceAll(',', ' ')).filter(isLegal);
const contact = fc.record({
  name: text.filter((any) => Array.from(any).length <= 256),
  tags: fc.uniqueArray(tag, { maxLength: 4, selector: fold }),
  values: fc.dictionary(fc.constantFrom(...VALUE_NAMES), text, { maxKeys: 5, noNullPrototype: true }),
});

/** Random contacts with every kind of text that a contact may have; the same seed gives the same contacts. */
export function legalContacts(count: number, seed: number): LegalContact[] {
  const spelling = new Map<string, string>();
  return fc.sample(contact, { numRuns: count, seed }).map((one, index) => ({
    ...one,
    // In the spelling that was used first.
    tags: one.tags.map((any) => spelling.get(fold(any)) ?? (spelling.set(fold(any), any), any)),
    phone: String(34600000000 + index),
  }));
}

/**
 * A file with these contacts, guarded like a download. Every cell is quoted, so that it does not depend on our own
 * writer.
 */
export function csvOf(contacts: readonly LegalContact[]): string {
  const names = VALUE_NAMES.filter((name) => columnKind(name) === 'value');
  const quoted = (cell: string) => `"${guardCell(cell).replaceAll('"', '""')}"`;
  const lines = contacts.map(({ phone, name, tags, values }) =>
    [phone, name, joinTags(tags), ...names.map((own) => (Object.hasOwn(values, own) ? values[own]! : ''))]
      .map(quoted)
      .join(','),
  );
  return `\uFEFF${[['id', 'name', 'tags', ...names].map(quoted).join(','), ...lines].join('\r\n')}\r\n`;
}
