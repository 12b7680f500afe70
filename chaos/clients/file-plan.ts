import type { ImportFormat, ImportOptions } from '#contracts';
import { createHash } from 'node:crypto';
import type { Statement, StatedFile } from '../operations.js';
import { Random } from '../random.js';
import { nameAt, phoneAt, randomTags, randomValue, strangerAt, tagsAt, valueAt, VALUE_NAMES } from './people.js';

export interface FileWish {
  /** The same seed gives the same file. */
  seed: string;
  /** How many phones the accounts draw from. */
  pool: number;
  /** Duplicate and rejected rows are included. An XLS has at most 5,000. */
  rows: number;
  /** Default: drawn from the seed. So are the options that are not given. */
  format?: ImportFormat;
  options?: Partial<ImportOptions>;
}

/** What a file is like, without its rows. */
export interface FilePlan {
  wish: FileWish;
  /** Distinguishes the names in this file from those in others. */
  code: string;
  format: ImportFormat;
  delimiter: ',' | ';' | '\t';
  encoding: 'utf8' | 'utf8-bom' | 'utf16';
  newline: '\n' | '\r\n';
  header: string[];
  /** A tag that some rows of this file have, and no other file. */
  ownTag: string;
  /** Null: the column is blank throughout. */
  blankColumn: string | null;
  stated: StatedFile;
}

interface Row {
  cells: string[];
  /** Null: the row is rejected. */
  phone: string | null;
  statement: Statement;
}

/** An XLS is written at one go, in which nothing else happens in this process, and takes 70 kB of memory for a row. */
const MAX_XLS_ROWS = 5_000;
/** A duplicate is at most about so many rows before the row that counts. */
const DUPLICATE_REACH = 2_000;
/** The header is row 1. */
const FIRST_ROW = 2;

/** How much of a file says of a contact what every file says, so that such rows often change nothing. */
const CONSTANT_SHARE = 0.35;
const BLANK_SHARE = 0.15;
const OWN_TAG_SHARE = 0.2;
/** How many files have the column `opt_out`, and how many of their rows say yes there. */
const OPT_OUT_FILES = 0.25;
const OPTED_OUT_SHARE = 0.03;

const GOOD = 0;
const DUPLICATE = 1;
const REJECTED = 2;

/** Draws everything about a file but its rows. */
export function planFile(wish: FileWish): FilePlan {
  const random = new Random(`${wish.seed}/plan`);
  const format = wish.format ?? random.pick(['csv', 'csv', 'csv', 'xlsx', 'xls'] as const);
  const rows = Math.min(wish.rows, wish.pool, format === 'xls' ? MAX_XLS_ROWS : Infinity);
  const values = random.shuffled(VALUE_NAMES).slice(0, random.int(2, VALUE_NAMES.length));
  const hasTagsColumn = random.chance(0.8);
  const blankColumn = random.chance(0.06) ? random.pick(values) : null;
  const optOuts = new Random(`${wish.seed}/opt-outs`);
  const hasOptOuts = optOuts.chance(OPT_OUT_FILES);
  const options: ImportOptions = {
    start: 'auto',
    blankCells: random.chance(0.25) ? 'clear' : 'keep',
    blankColumns: random.chance(0.4) ? 'keep' : 'clear',
    tagsMode: random.chance(0.3) ? 'add' : 'replace',
    ...(hasOptOuts && optOuts.chance(0.2) && { optOut: 'clear' }),
    ...wish.options,
  };
  const code = createHash('sha256').update(wish.seed).digest('hex').slice(0, 8);
  const plan: FilePlan = {
    wish: { ...wish, rows },
    code,
    ownTag: `list ${code}`,
    format,
    delimiter: random.pick([',', ',', ';', '\t'] as const),
    encoding: random.pick(['utf8', 'utf8', 'utf8-bom', 'utf16'] as const),
    newline: random.pick(['\n', '\r\n'] as const),
    header: ['id', 'name', ...(hasTagsColumn ? ['tags'] : []), ...(hasOptOuts ? ['opt_out'] : []), ...values],
    blankColumn,
    stated: {
      rows,
      duplicate: rows < 10 ? 0 : random.int(0, Math.floor(rows / 50)),
      rejected: rows < 10 ? 0 : random.int(0, Math.floor(rows / 100)),
      options,
      hasTagsColumn,
      blankColumns: blankColumn === null ? [] : [blankColumn],
      statements: () => statementsOf(plan),
    },
  };
  return plan;
}

/** The rows, always the same, in their order, without the header. */
export function* rowsOf(plan: FilePlan): Generator<Row> {
  const { pool, rows, seed } = plan.wish;
  const random = new Random(`${seed}/rows`);
  const kinds = drawKinds(plan.stated, random);
  const good = kinds.reduce((count, kind) => (kind === GOOD ? count + 1 : count), 0);
  const begin = random.int(0, pool - 1);
  const step = random.pick([1, 7, 11, 101].filter((candidate) => pool % candidate !== 0 || candidate === 1));
  const personAt = (place: number) => (begin + place * step) % pool;
  let place = 0;
  for (let row = 0; row < rows; row++) {
    if (kinds[row] === REJECTED) {
      yield rejected(plan, row, random);
      continue;
    }
    const isDuplicate = kinds[row] === DUPLICATE;
    // A duplicate is of a row that is still to come.
    const who = isDuplicate ? random.int(place, Math.min(good - 1, place + DUPLICATE_REACH)) : place++;
    yield goodRow(plan, row, personAt(who), random);
  }
}

/** The last row is a good one, and the first as well, so that no column is blank throughout by chance. */
function drawKinds({ rows, duplicate, rejected }: StatedFile, random: Random): Uint8Array {
  const kinds = new Uint8Array(rows);
  const draw = (kind: number, count: number) => {
    while (count > 0) {
      const row = random.int(1, rows - 2);
      if (kinds[row] !== GOOD) continue;
      kinds[row] = kind;
      count--;
    }
  };
  draw(DUPLICATE, duplicate);
  draw(REJECTED, rejected);
  return kinds;
}

function goodRow(plan: FilePlan, row: number, index: number, random: Random): Row {
  const { header, code, ownTag, blankColumn, stated } = plan;
  const isConstant = row > 0 && random.chance(CONSTANT_SHARE);
  const isBlank = () => row > 0 && random.chance(BLANK_SHARE);
  const name = isConstant ? nameAt(index) : `${nameAt(index)} ${code}`;
  let tags: string[] = [];
  if (stated.hasTagsColumn) tags = isConstant ? tagsAt(index) : isBlank() ? [] : randomTags(random);
  if (tags.length > 0 && !isConstant && random.chance(OWN_TAG_SHARE)) tags.push(ownTag);
  const values: Record<string, string | null> = {};
  for (const column of VALUE_NAMES) {
    if (!header.includes(column)) continue;
    if (column === blankColumn) values[column] = null;
    else if (isConstant) values[column] = valueAt(column, index);
    else values[column] = isBlank() ? null : randomValue(column, random);
  }
  const said = header.includes('opt_out') ? optOutOf(row, random) : null;
  // A blank cell that clears says no.
  const optOut = said === '' ? (stated.options.blankCells === 'clear' ? 'no' : null) : said;
  const phone = phoneAt(index);
  return {
    phone,
    statement: { row: row + FIRST_ROW, name, tags: tags.length > 0 ? tags : null, values, ...(optOut && { optOut }) },
    cells: cellsOf(plan, typed(phone, random), name, tags, { ...values, opt_out: said }),
  };
}

/** The cell of `opt_out`; the first row has one, so that the column is never blank throughout. */
function optOutOf(row: number, random: Random): 'yes' | 'no' | '' {
  if (random.chance(OPTED_OUT_SHARE)) return 'yes';
  return row === 0 || random.chance(0.5) ? 'no' : '';
}

/** A bad phone, or a good one without a name. */
function rejected(plan: FilePlan, row: number, random: Random): Row {
  const id = random.pick(['', '12345', 'ask Jane', '3.46665E+10', strangerAt(row)]);
  const name = id === strangerAt(row) ? '' : `Nobody ${plan.code}`;
  const statement = { row: row + FIRST_ROW, name, tags: null, values: {} };
  return { phone: null, statement, cells: cellsOf(plan, id, name, [], {}) };
}

function cellsOf(
  { header }: FilePlan,
  id: string,
  name: string,
  tags: readonly string[],
  values: Record<string, string | null>,
): string[] {
  const cells: Record<string, string | null> = { ...values, id, name, tags: tags.join(', ') };
  return header.map((column) => cells[column] ?? '');
}

function typed(phone: string, random: Random): string {
  return random.chance(0.1) ? `+${phone.slice(0, 2)} ${phone.slice(2, 5)} ${phone.slice(5)}` : phone;
}

function statementsOf(plan: FilePlan): Map<string, Statement> {
  const statements = new Map<string, Statement>();
  for (const { phone, statement } of rowsOf(plan)) if (phone !== null) statements.set(phone, statement);
  return statements;
}
