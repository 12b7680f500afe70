import { columnOf } from '../cells/cell-reference.js';

/** A cell of a plain row, as in the XML. */
export interface PlainCell {
  /** From 0. */
  column: number;
  /** The index of its style; null for none. */
  style: number | null;
  /** The attribute `t`; default `n`. */
  type: string;
  value: string;
}

const ROW_START = /<row((?: [A-Za-z][\w:]*="[\w.:, -]*")+)>/y;
const CELL_START = '<c r="';
const ROW_END = '</row>';
const [QUOTE, AMPERSAND, LESS, GREATER] = [0x22, 0x26, 0x3c, 0x3e];
const [FIRST_DIGIT, LAST_DIGIT] = [0x30, 0x39];
const FIRST_PRINTABLE = 0x20;
const FIRST_NONCHARACTER = 0xfffe;

/**
 * Reads rows in the exact form that nearly every program writes: `<row r="2" …><c r="A2" s="1"
 * t="s"><v>7</v></c>…</row>`, with the attributes of cells in this order, or with `<is><t>…</t></is>` instead of
 * `<v>…</v>`. Everything else that XML allows, formulas, and special characters are left to a parser. This takes a
 * third of the parser's time.
 */
export class PlainRows {
  rowNumber = 0;
  isHidden = false;
  readonly cells: PlainCell[] = [];

  /**
   * @param from where a row may start
   * @returns the end of the row, whose cells are then available; -1 when there is no complete plain row
   */
  read(text: string, from: number): number {
    ROW_START.lastIndex = from;
    const start = ROW_START.exec(text);
    if (!start) return -1;
    const attributes = start[1]!;
    const rowNumber = / r="(\d+)"/.exec(attributes);
    if (!rowNumber || attributes.includes('xmlns')) return -1;
    this.rowNumber = Number(rowNumber[1]);
    this.isHidden = / hidden="(?:1|true)"/.test(attributes);
    this.cells.length = 0;
    let at = ROW_START.lastIndex;
    while (text.startsWith(CELL_START, at)) {
      at = this.readCell(text, at + CELL_START.length);
      if (at === -1) return -1;
    }
    return text.startsWith(ROW_END, at) ? at + ROW_END.length : -1;
  }

  /** @param from the position after the quote of its reference */
  private readCell(text: string, from: number): number {
    let at = text.indexOf('"', from);
    const column = at === -1 ? -1 : columnOf(text.slice(from, at));
    if (column === -1) return -1;
    at++;
    let style: number | null = null;
    if (text.startsWith(' s="', at)) {
      const digits = at + 4;
      at = afterDigits(text, digits);
      if (at === digits || text.charCodeAt(at) !== QUOTE) return -1;
      style = Number(text.slice(digits, at));
      at++;
    }
    let type = 'n';
    if (text.startsWith(' t="', at)) {
      const end = text.indexOf('"', at + 4);
      if (end === -1) return -1;
      type = text.slice(at + 4, end);
      at = end + 1;
    }
    if (text.startsWith('/>', at)) {
      this.cells.push({ column, style, type, value: '' });
      return at + 2;
    }
    const [opening, closing] = type === 'inlineStr' ? inlineTags(text, at) : VALUE_TAGS;
    if (!text.startsWith(opening, at)) return -1;
    const start = at + opening.length;
    const end = afterPlainText(text, start);
    if (!text.startsWith(closing, end)) return -1;
    this.cells.push({ column, style, type, value: text.slice(start, end) });
    return end + closing.length;
  }
}

const VALUE_TAGS = ['><v>', '</v></c>'] as const;
const INLINE_TAGS = ['><is><t>', '</t></is></c>'] as const;
const SPACED_TAGS = ['><is><t xml:space="preserve">', '</t></is></c>'] as const;

function inlineTags(text: string, at: number): readonly [string, string] {
  return text.startsWith(SPACED_TAGS[0], at) ? SPACED_TAGS : INLINE_TAGS;
}

function afterDigits(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < FIRST_DIGIT || code > LAST_DIGIT) break;
  }
  return at;
}

/** The position of the first markup character, or of a character that XML forbids or changes. */
function afterPlainText(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LESS || code === AMPERSAND || code === GREATER) break;
    if (code < FIRST_PRINTABLE || code >= FIRST_NONCHARACTER) break;
  }
  return at;
}
