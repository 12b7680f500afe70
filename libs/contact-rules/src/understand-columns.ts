import { columnKind } from './column.js';
import { phoneRank, synonymOf, type Synonym } from './column-synonyms.js';
import { unguardCell } from './formula-guard.js';
import type { ColumnMeaning } from './map-columns.js';
import { parsePhone } from './parse-phone.js';
import { isBlank, tidyText } from './text.js';

/** What the columns of a file are. Not `isCertain`: somebody has to confirm it. */
export interface Understanding {
  meanings: ColumnMeaning[];
  isCertain: boolean;
}

/** A column with a header, and its cells that are not blank. */
interface Candidate {
  header: string;
  cells: string[];
  /** How many of them are phone numbers, from 0 to 1. */
  phones: number;
  /** A header of the format, such as `id`; else a synonym of one. */
  known: 'id' | 'name' | 'tags' | null;
  synonym: Synonym | null;
}
type Found = Pick<ColumnMeaning, 'kind' | 'by'>;

/** What is taken from among several columns, or because of its cells, is not certain. */
interface Choice {
  found: Map<Candidate, Found>;
  isCertain: boolean;
}

/** A column is one of phones, or of names, if most of its cells could be. */
const MOST = 0.8;
const LETTERS = /\p{L}\p{M}*\p{L}/u;

/**
 * Understands the columns of a file whose header lacks `id` or `name`: first by the headers of the format, then by
 * synonyms of them, then by their cells. It is certain if exactly one header means the phone number, exactly one the
 * name (or each of its parts), and at most one the tags.
 *
 * @param header the cells of the first row
 * @param rows the cells of some rows below
 * @param country that of phone numbers without a country code, if it is stated
 * @returns what is missing, if no column can be the phone number, or none the name
 */
export function understandColumns(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  country?: string,
): Understanding | { missing: 'id' | 'name' } {
  const candidates = candidatesOf(header, rows, country);
  // A first row with a phone number is a contact, not a header.
  if (candidates.some((candidate) => isPhone(candidate.header))) return { missing: 'id' };
  const phone = choosePhone(candidates);
  if (!phone) return { missing: 'id' };
  const others = candidates.filter((candidate) => !phone.found.has(candidate));
  const name = chooseName(others);
  if (!name) return { missing: 'name' };
  const tags = chooseTags(others.filter((candidate) => !name.found.has(candidate)));
  const found = new Map([...phone.found, ...name.found, ...tags.found]);
  return {
    meanings: candidates.map((candidate) => ({
      column: candidate.header,
      ...(found.get(candidate) ?? asItIs(candidate)),
    })),
    isCertain: phone.isCertain && name.isCertain && tags.isCertain,
  };
}

/** Whether these cells are a header that names a phone number and a name, in words of the format or synonyms of them. */
export function isContactHeader(cells: readonly string[]): boolean {
  const candidates = candidatesOf(cells, []);
  return choosePhone(candidates) !== null && chooseName(candidates) !== null;
}

function candidatesOf(header: readonly string[], rows: readonly (readonly string[])[], country?: string): Candidate[] {
  const candidates: Candidate[] = [];
  for (const [index, cell] of header.entries()) {
    const text = tidyText(unguardCell(cell));
    const kind = columnKind(text);
    if (text === '' || kind === 'ignored' || kind === 'optOut') continue;
    const known = kind === 'id' || kind === 'name' || kind === 'tags' ? kind : null;
    const cells = rows.map((cells) => unguardCell(cells[index] ?? '')).filter((cell) => !isBlank(cell));
    const phones = shareOf(cells, (cell) => isPhone(cell, country));
    candidates.push({ header: text, cells, phones, known, synonym: known ? null : synonymOf(text) });
  }
  return candidates;
}

function choosePhone(candidates: readonly Candidate[]): Choice | null {
  const named = candidates.filter(({ known, synonym }) => known === 'id' || synonym === 'phone');
  if (named.length > 0) return one(best(named)!, 'id', named.length === 1);
  const likely = best(candidates.filter(({ phones }) => phones >= MOST));
  return likely && one(likely, 'id', false);
}

/** The column with most phones. Among equals, the one whose header says more; then the first. */
function best(candidates: readonly Candidate[]): Candidate | null {
  const rank = ({ header }: Candidate): number => phoneRank(header);
  return candidates.toSorted((a, b) => b.phones - a.phones || rank(b) - rank(a))[0] ?? null;
}

function chooseName(candidates: readonly Candidate[]): Choice | null {
  const of = (...synonyms: Synonym[]) =>
    candidates.filter(({ synonym }) => synonym !== null && synonyms.includes(synonym));
  const [known] = candidates.filter((candidate) => candidate.known === 'name');
  if (known) return one(known, 'name', true);
  const whole = of('name');
  if (whole[0]) return one(whole[0], 'name', whole.length === 1);
  const given = of('givenName', 'nameOrGiven');
  const family = of('familyName');
  if (family.length === 0 && given[0]) return one(given[0], 'name', given.length === 1);
  if (family[0]) {
    const parts = one(family[0], 'familyName', given.length === 1 && family.length === 1);
    if (given[0]) parts.found.set(given[0], { kind: 'givenName', by: 'synonym' });
    return parts;
  }
  const likely = candidates.find((candidate) => candidate.synonym === null && shareOf(candidate.cells, isName) >= MOST);
  return likely ? one(likely, 'name', false) : null;
}

function chooseTags(candidates: readonly Candidate[]): Choice {
  const known = candidates.find((candidate) => candidate.known === 'tags');
  if (known) return one(known, 'tags', true);
  const named = candidates.filter(({ synonym }) => synonym === 'tags');
  return named[0] ? one(named[0], 'tags', named.length === 1) : { found: new Map(), isCertain: true };
}

function one(candidate: Candidate, kind: Found['kind'], isCertain: boolean): Choice {
  const by = candidate.known ? 'header' : candidate.synonym ? 'synonym' : 'content';
  return { found: new Map([[candidate, { kind, by }]]), isCertain };
}

/** A value cannot have the name of a column of the format, so such a column is ignored. */
function asItIs({ known }: Candidate): Found {
  return { kind: known ? 'ignored' : 'value', by: 'header' };
}

function shareOf(cells: readonly string[], is: (cell: string) => boolean): number {
  return cells.length === 0 ? 0 : cells.filter(is).length / cells.length;
}

function isPhone(cell: string, country?: string): boolean {
  return parsePhone(cell, country).ok;
}

function isName(cell: string): boolean {
  return LETTERS.test(cell) && !cell.includes('@');
}
