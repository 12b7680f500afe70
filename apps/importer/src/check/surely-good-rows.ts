import { surePhone, type Column } from '#contact-rules';
import type { Limits } from '#contracts';
import type { EncodedRows } from '../readers/encoded-rows.js';

/** What is looked at in the cells of a column. */
const NOTHING = 0;
const ID = 1;
const NAME = 2;
const TAGS = 3;
/** They must be empty. */
const EMPTY = 4;

const FIRST_PRINTABLE = 0x21;
const FIRST_NOT_ASCII = 0x80;
/** 1 for bytes that white space beyond ASCII starts with. */
const MAY_START_SPACE = new Uint8Array(256);
for (const byte of [0xc2, 0xe1, 0xe2, 0xe3, 0xef]) MAY_START_SPACE[byte] = 1;

/**
 * Tells by their bytes of most rows of a file that they are good. It says yes only where `readRow` does too, for every
 * option; a no means: ask `readRow`. Without it, to make strings of a million rows takes longer than all else together.
 */
export class SurelyGoodRows {
  private readonly checks: Uint8Array;
  private readonly minCells: number;
  private readonly maxRowBytes: number;
  private readonly maxNameBytes: number;
  private readonly maxTagsBytes: number;

  /**
   * @param filled for each of the columns, whether something stood in it before. Whoever notes that wants to see the first
   * cell that is not empty.
   */
  constructor(columns: readonly Column[], filled: readonly boolean[], limits: Limits) {
    const width = columns.reduce((end, { index, span }) => Math.max(end, index + span), 0);
    this.checks = new Uint8Array(width).fill(EMPTY);
    for (const [position, { kind, index, name }] of columns.entries()) {
      if (filled[position] && name !== '')
        this.checks[index] = { id: ID, name: NAME, tags: TAGS, value: NOTHING, ignored: NOTHING }[kind];
    }
    this.minCells = Math.max(this.checks.indexOf(ID), this.checks.indexOf(NAME)) + 1;
    const values = columns.filter(({ kind }) => kind === 'value').length;
    const isKnown = this.checks.includes(ID) && this.checks.includes(NAME) && values <= limits.valuesPerContact;
    // Each tag takes a byte and a comma, and one more in the cell of a download.
    this.maxRowBytes = isKnown ? Math.floor(limits.cellBytes / 2) : -1;
    this.maxNameBytes = limits.nameCharacters;
    this.maxTagsBytes = limits.tagsPerContact * 2;
  }

  /** @returns the phone number of a row that is good beyond doubt, else 0 */
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
          if (phone === 0) return 0;
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

/** True when the first or the last character cannot be white space. */
function isSurelyText(bytes: Uint8Array, from: number, to: number): boolean {
  const first = bytes[from]!;
  const last = bytes[to - 1]!;
  if (to === from) return false;
  if (last >= FIRST_PRINTABLE && last < FIRST_NOT_ASCII) return true;
  return first >= FIRST_PRINTABLE && MAY_START_SPACE[first] === 0;
}
