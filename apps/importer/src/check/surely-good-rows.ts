import { nationalLimit, surePhone, type Column, type ColumnKind, type RowOptions } from '#contact-rules';
import type { Limits } from '#contracts';
import type { EncodedRows } from '../readers/encoded-rows.js';

/** What to check in the cells of a column. */
const NOTHING = 0;
const ID = 1;
const NAME = 2;
const TAGS = 3;
/** The cells must be empty. */
const EMPTY = 4;

const CHECKS: Record<ColumnKind, number> = {
  id: ID,
  name: NAME,
  givenName: NAME,
  familyName: NAME,
  tags: TAGS,
  optOut: EMPTY,
  value: NOTHING,
  ignored: NOTHING,
};

const PLUS = 0x2b;
const ZERO = 0x30;
const FIRST_PRINTABLE = 0x21;
const FIRST_NOT_ASCII = 0x80;
/** 1 for the first byte of non-ASCII white space. */
const MAY_START_SPACE = new Uint8Array(256);
for (const byte of [0xc2, 0xe1, 0xe2, 0xe3, 0xef]) MAY_START_SPACE[byte] = 1;

/**
 * A fast path: recognises most good rows of a file by their bytes. It accepts a row only where `readRow` does, whatever the
 * options about blank cells; otherwise, ask `readRow`. Without it, creating the strings of a million rows takes longer than everything
 * else.
 */
export class SurelyGoodRows {
  private readonly checks: Uint8Array;
  private readonly minCells: number;
  private readonly maxRowBytes: number;
  private readonly maxNameBytes: number;
  private readonly maxTagsBytes: number;
  /** Smaller numbers without `+` or `00` may be national ones. */
  private readonly nationalLimit: number;

  /**
   * @param filled whether each column had a value in an earlier row. Rows with the first value of a column are left to
   *   `readRow`, so that the caller sees it.
   * @param surplus how many blank cells each row has beyond the header
   */
  constructor(
    columns: readonly Column[],
    filled: readonly boolean[],
    limits: Limits,
    surplus: number,
    { defaultCountry }: Pick<RowOptions, 'defaultCountry'>,
  ) {
    const width = columns.reduce((end, { index, span }) => Math.max(end, index + span), 0) + surplus;
    this.checks = new Uint8Array(width).fill(EMPTY);
    for (const [position, { kind, index, name }] of columns.entries()) {
      if (filled[position] && name !== '') this.checks[index] = CHECKS[kind];
    }
    this.minCells = surplus > 0 ? width : Math.max(this.checks.indexOf(ID), this.checks.indexOf(NAME)) + 1;
    const values = columns.filter(({ kind }) => kind === 'value').length;
    const isKnown = this.checks.includes(ID) && this.checks.includes(NAME) && values <= limits.valuesPerContact;
    // Each tag takes at least a byte and a comma, and one more byte in the cell of a download.
    this.maxRowBytes = isKnown ? Math.floor(limits.cellBytes / 2) : -1;
    // The parts of a name are joined by a space.
    const names = columns.filter(({ kind }) => CHECKS[kind] === NAME).length;
    this.maxNameBytes = Math.floor((limits.nameCharacters - names + 1) / names);
    this.maxTagsBytes = limits.tagsPerContact * 2;
    this.nationalLimit = defaultCountry === undefined ? 0 : nationalLimit(defaultCountry);
  }

  /** @returns the phone number of a row that is certainly good, else 0 */
  phoneOf(rows: EncodedRows, row: number): number {
    const { checks } = this;
    const { bytes, unitEnds } = rows;
    const first = rows.firstUnit(row);
    const cells = rows.unitCounts[row]! - first - 1;
    if (rows.doubts[row] !== 0 || cells < this.minCells || cells > checks.length) return 0;
    let from = unitEnds[first]! + 1;
    if (unitEnds[first + cells]! - from > this.maxRowBytes) return 0;
    let phone = 0;
    for (let cell = 0; cell < cells; cell++) {
      const to = unitEnds[first + 1 + cell]!;
      switch (checks[cell]) {
        case NOTHING:
          break;
        case ID:
          phone = surePhone(bytes, from, to);
          if (phone === 0 || (phone < this.nationalLimit && !beginsWithCode(bytes[from]!))) return 0;
          break;
        case NAME:
          if (to - from > this.maxNameBytes || !isSurelyText(bytes, from, to)) return 0;
          break;
        case TAGS:
          if (to - from > this.maxTagsBytes) return 0;
          break;
        default:
          if (to > from) return 0;
      }
      from = to + 1;
    }
    return phone;
  }
}

/** Whether the first byte of a cell with a phone number is that of `+` or `00`. No country code begins with 0. */
function beginsWithCode(first: number): boolean {
  return first === PLUS || first === ZERO;
}

/** True when neither the first nor the last character can be white space. */
function isSurelyText(bytes: Uint8Array, from: number, to: number): boolean {
  const first = bytes[from]!;
  const last = bytes[to - 1]!;
  if (to === from) return false;
  if (last >= FIRST_PRINTABLE && last < FIRST_NOT_ASCII) return true;
  return first >= FIRST_PRINTABLE && MAY_START_SPACE[first] === 0;
}
