import {
  defaultLimits,
  FILE_ERRORS,
  IMPORT_WARNINGS,
  numberFormat,
  render,
  ROW_ERRORS,
  type SentenceArguments,
  type SentenceParameters,
} from '#contracts';
import { maxValueNames } from './value-name-limit.js';

/**
 * The text of docs/import-format.md, so that it names every code that the program knows. Written to the file by
 * scripts/import-format-docs.mjs.
 */
export function renderImportFormat(): string {
  return [
    '<!-- Written by scripts/import-format-docs.mjs. Change libs/contracts/src/sentences, then run that. -->',
    '# The import file',
    'CSV (with comma, `;` or tab), XLSX or XLS. The first row is the header; blank rows are skipped and not counted.',
    '```csv\nid,name,tags,gender,city\n44687985632,Jane Smith,"cat, dog",female,london\n44986523145,Jane Thomas,dog,female,manchester\n```',
    '## Columns',
    table(['Column', 'Required', 'Meaning'], COLUMNS),
    'Names of columns match without regard to upper and lower case and outer spaces, and each may come once. ' +
      'Tags, value names and values compare without regard to case or Unicode form: `Café` is `CAFÉ`, but not `Cafe`.',
    'Every text loses its outer white space, and its line breaks become line feeds. An apostrophe in front of `=`, `+`, ' +
      '`-`, `@`, tab or carriage return is taken off: downloads put it there so that no spreadsheet runs the cell as a formula.',
    '## Phone numbers',
    PHONES,
    '## What a row does',
    table(['The file has', 'What happens'], RULES),
    '## When the file is refused',
    'Nothing is written. The import is `rejected`, and its `error` has one of these codes.',
    registry(FILE_ERRORS),
    '## When a row is skipped',
    'The other rows go in. The error file has the row, its number and the message.',
    registry(ROW_ERRORS),
    '## Warnings',
    registry(IMPORT_WARNINGS),
    '## Limits',
    table(['Limit', 'Default'], LIMITS),
  ]
    .join('\n\n')
    .concat('\n');
}

const COLUMNS = [
  ['`id`', 'yes', 'Phone number with country code'],
  ['`name`', 'yes', `Any label, 1 to ${grouped(defaultLimits.nameCharacters)} characters`],
  ['`tags`', 'no', 'Tags separated by commas; outer spaces, blanks and repeats are dropped'],
  ['any other', 'no', 'A value with that name'],
  ['`import_row`, `import_error`', 'no', 'Ignored: the error file has them, and goes in again as it is once mended'],
];

const PHONES = [
  'Spaces, dots, dashes, brackets and invisible marks are tidied away, and `+` or `00` in front. What is left must be ' +
    'digits (0 to 9) and have a length that is possible in its country.',
  'The 0 that is dialled only inside a country is dropped where the country has one: `+44 (0)20 7946 0958` is ' +
    '`442079460958`, while the 0 of an Italian number stays. `44687985632.0` and `4.4687985632E10` are read as ' +
    '`44687985632`, since every digit is there; `4.46880E+10` is an error.',
].join('\n\n');

const RULES = [
  ['a value column with a value in this row', 'the value is set'],
  [
    'a value column, blank in this row, not blank in some other',
    'unchanged (`blankCells=clear`: removed from this contact)',
  ],
  [
    'a value column blank in **every** row, rejected and duplicate ones too',
    'that value is removed from **all contacts of the account**, in the file or not (`blankColumns=keep`: nothing happens)',
  ],
  ['no column for a value', 'unchanged'],
  ['`tags` with a list', "replaces the contact's tags (`tagsMode=add`: adds)"],
  ['`tags` blank in this row', 'unchanged (`blankCells=clear`: all tags of this contact are removed)'],
  ['no `tags` column', 'unchanged'],
  ['the same id in several rows', 'the last row counts, the earlier ones are reported as `duplicate`'],
  ['fewer cells in a row than in the header', 'the missing cells are blank'],
  ['a column without a name', 'ignored when it is blank throughout, else the file is refused'],
];

const LIMITS = [
  ['Size of an upload', `${defaultLimits.uploadBytes / 1024 ** 2} MiB`],
  ['Size of a workbook once unpacked', `${defaultLimits.workbookBytes / 1024 ** 3} GiB`],
  ['Rows', grouped(defaultLimits.rows)],
  ['Columns', grouped(defaultLimits.columns)],
  ['Text in a cell', `${grouped(defaultLimits.cellBytes)} bytes of UTF-8`],
  ['Name', `${grouped(defaultLimits.nameCharacters)} characters`],
  ['Tags of a contact', `${grouped(defaultLimits.tagsPerContact)}, and one cell with all of them`],
  ['Values of a contact', grouped(defaultLimits.valuesPerContact)],
];

type Documented = keyof typeof FILE_ERRORS | keyof typeof ROW_ERRORS | keyof typeof IMPORT_WARNINGS;

/** What the sentences are shown with. */
const EXAMPLES: { [C in Documented as SentenceArguments<C> extends [] ? never : C]: SentenceParameters<C> } = {
  file_too_large: { bytes: defaultLimits.uploadBytes },
  too_many_rows: { rows: defaultLimits.rows },
  workbook_too_large: { bytes: defaultLimits.workbookBytes },
  duplicate_column: { first: 'C', second: 'E' },
  header_blank: { column: 'D' },
  too_many_columns: { limit: defaultLimits.columns },
  too_many_value_names: { limit: maxValueNames(defaultLimits) },
  header_too_long: { bytes: defaultLimits.cellBytes },
  name_too_long: { characters: defaultLimits.nameCharacters },
  cell_too_long: { bytes: defaultLimits.cellBytes },
  too_many_tags: { limit: defaultLimits.tagsPerContact },
  tags_too_long: { bytes: defaultLimits.cellBytes },
  too_many_values: { limit: defaultLimits.valuesPerContact },
  duplicate: { row: 1204 },
  format_differs: { format: 'XLSX' },
  other_sheets: { read: 'Contacts' },
  hidden_rows: { count: 12 },
  merged_cells: { count: 3 },
  blank_columns: { count: 2 },
};

function registry(sentences: object): string {
  const examples: Record<string, Record<string, string | number>> = EXAMPLES;
  const rows = Object.keys(sentences).map((code) => [`\`${code}\``, render({ code, with: examples[code] }, 'en')]);
  return table(['Code', 'Message'], rows);
}

function grouped(amount: number): string {
  return numberFormat('en').format(amount);
}

/** A table as Prettier leaves it: every cell as wide as the widest of its column. */
function table(header: string[], rows: string[][]): string {
  const lines = [header, ...rows].map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = header.map((_, i) => Math.max(...lines.map((cells) => cells[i]!.length)));
  const line = (cells: string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(lines[0]!), rule, ...lines.slice(1).map(line)].join('\n');
}
