import { fileError, type CellFault } from '#contact-rules';
import type { Limits } from '#contracts';
import { columnOf, MAX_COLUMNS } from '../cells/cell-reference.js';
import { PLAIN, type NumberFormat } from '../cells/number-format.js';
import { RowBuilder } from '../cells/row-builder.js';
import { isoText } from '../cells/serial-text.js';
import { FileRefusedError, MAX_ROW_CHARACTERS } from '../row-reader.js';
import { numericText } from './numeric-text.js';
import { PlainRows } from './plain-rows.js';
import type { StringStore } from './string-store.js';
import { unescapeText } from './unescape-text.js';
import { isTrue, type Shortcut, type XmlHandler } from './xml-reader.js';

/** Spreadsheets stop at 1,048,576; other programs may write more. */
const MAX_ROW = 2 ** 24;
/** How much of a formula is shown, so that users recognise it. */
const FORMULA_CHARACTERS = 1000;

/** What is needed to read cells and is not in the sheet. */
export interface SheetContext {
  strings: StringStore;
  styles: readonly NumberFormat[];
  date1904: boolean;
}

/** Builds rows from the XML of a sheet. Cells without content, styled or not, cost no memory. */
export class SheetRows implements XmlHandler {
  readonly rows: RowBuilder;
  /** Plain rows bypass the parser. */
  readonly shortcut: Shortcut = {
    after: /<sheetData>|<\/row>/g,
    names: ['row', 'c', 'v', 'is', 't'],
    take: (text, from) => this.takePlainRows(text, from),
  };
  private readonly plain = new PlainRows();
  mergedAreas = 0;
  private isWorksheet = false;
  private isInData = false;
  private isInRow = false;
  private isInCell = false;
  /** The attributes of the element that is opened next. */
  private reference: string | undefined;
  private style: string | undefined;
  private typeName: string | undefined;
  private hidden: string | undefined;
  private column = -1;
  private type = '';
  private format = PLAIN;
  private value = '';
  private isInValue = false;
  private hasValue = false;
  private formula: string | null = null;
  private isInFormula = false;
  /** The text of a cell may be inside the cell (`is`), in runs with a `t` each, and with phonetic text (`rPh`). */
  private isInline = false;
  private isInPhonetic = false;

  constructor(
    private readonly context: SheetContext,
    limits: Limits,
  ) {
    this.rows = new RowBuilder(limits);
  }

  attribute(name: string, value: string): void {
    if (name === 'r') this.reference = value;
    else if (name === 's') this.style = value;
    else if (name === 't') this.typeName = value;
    else if (name === 'hidden') this.hidden = value;
  }

  open(name: string): void {
    switch (name) {
      case 'c':
        if (this.isInRow) this.openCell();
        break;
      case 'v':
        this.isInValue = this.isInCell;
        this.hasValue = true;
        break;
      case 'row':
        if (this.isInData) this.openRow();
        break;
      case 'f':
        this.isInFormula = this.isInCell;
        this.formula = '';
        break;
      case 't':
        this.isInValue = this.isInline && !this.isInPhonetic;
        break;
      case 'is':
        this.isInline = this.isInCell;
        break;
      case 'rPh':
        this.isInPhonetic = true;
        break;
      case 'sheetData':
        this.isInData = true;
        break;
      case 'mergeCell':
        this.mergedAreas++;
        break;
      default:
        if (!this.isWorksheet) this.checkRoot(name);
    }
    this.reference = this.style = this.typeName = this.hidden = undefined;
  }

  text(piece: string): void {
    if (this.isInValue) {
      this.value = this.value === '' ? piece : this.value + piece;
      if (this.value.length > MAX_ROW_CHARACTERS) this.refuse('row_too_large');
    } else if (this.isInFormula && this.formula!.length < FORMULA_CHARACTERS) {
      this.formula += piece.slice(0, FORMULA_CHARACTERS);
    }
  }

  close(name: string): void {
    switch (name) {
      case 'c':
        if (this.isInCell) this.endCell();
        break;
      case 'v':
      case 't':
        this.isInValue = false;
        break;
      case 'row':
        if (this.isInRow) this.endRow();
        break;
      case 'f':
        this.isInFormula = false;
        break;
      case 'rPh':
        this.isInPhonetic = false;
        break;
      case 'sheetData':
        this.isInData = false;
    }
  }

  /** Adds the current row to a refusal that has none. */
  locate(error: unknown): unknown {
    const { rowNumber } = this.rows;
    if (!(error instanceof FileRefusedError) || error.refusal.row !== null || rowNumber === 0) return error;
    return new FileRefusedError({ ...error.refusal, row: rowNumber });
  }

  private takePlainRows(text: string, from: number): number {
    if (!this.isInData || this.isInRow) return from;
    for (let at = from; ;) {
      const end = this.plain.read(text, at);
      if (end === -1) return at;
      const { rowNumber, isHidden, cells } = this.plain;
      this.startRow(rowNumber, isHidden);
      for (const { column, style, type, value } of cells) {
        this.startCell(column, style, type);
        this.value = value;
        this.hasValue = true;
        this.isInline = type === 'inlineStr';
        this.endCell();
      }
      this.endRow();
      at = end;
    }
  }

  private checkRoot(name: string): void {
    if (name !== 'worksheet') this.refuse('broken_workbook');
    this.isWorksheet = true;
  }

  /** A row without a number follows the previous one. */
  private openRow(): void {
    const { reference, hidden } = this;
    this.startRow(reference === undefined ? this.rows.rowNumber + 1 : Number(reference), isTrue(hidden));
  }

  /** Rows must be in order. */
  private startRow(rowNumber: number, isHidden: boolean): void {
    if (!Number.isInteger(rowNumber) || rowNumber <= this.rows.rowNumber || rowNumber > MAX_ROW)
      this.refuse('broken_workbook');
    this.rows.start(rowNumber, isHidden);
    this.isInRow = true;
    this.column = -1;
  }

  private endRow(): void {
    this.rows.end();
    this.isInRow = false;
  }

  private openCell(): void {
    const { reference, style, typeName } = this;
    const column = reference === undefined ? this.column + 1 : columnOf(reference);
    this.startCell(column, style === undefined ? null : Number(style), typeName ?? 'n');
  }

  private startCell(column: number, style: number | null, type: string): void {
    if (column < 0 || column >= MAX_COLUMNS) this.refuse('broken_workbook');
    this.column = column;
    this.isInCell = true;
    this.type = type;
    this.format = style === null ? PLAIN : (this.context.styles[style] ?? PLAIN);
    this.value = '';
    this.hasValue = false;
    this.formula = null;
    // A cell may begin inside of the formula or the value of another one, in a file that no program writes.
    this.isInFormula = this.isInValue = false;
    this.isInline = false;
    this.isInPhonetic = false;
  }

  private endCell(): void {
    this.isInCell = false;
    if (this.type === 'e') return this.addFault('cell_error', this.value.trim() || '#VALUE!');
    const text = this.cellText();
    if (text === null) this.addFault('formula_without_result', `=${this.formula}`);
    else this.rows.add(this.column, text);
  }

  private addFault(fault: CellFault['code'], shown: string): void {
    this.rows.add(this.column, shown, fault);
  }

  /** Null for a formula without a result. A formula's result can be an empty text, which is blank. */
  private cellText(): string | null {
    const { type, value } = this;
    if (this.isInline) return unescapeText(value);
    if (value === '') return this.formula === null || (type === 'str' && this.hasValue) ? '' : null;
    switch (type) {
      case 's':
        return this.context.strings.get(Number(value)) ?? this.refuse('broken_workbook');
      case 'str':
      case 'inlineStr':
        return unescapeText(value);
      case 'b':
        return isTrue(value.trim()) ? 'true' : 'false';
      case 'd':
        return isoText(value.trim());
      default:
        return numericText(value, this.format, this.context.date1904);
    }
  }

  private refuse(code: 'broken_workbook' | 'row_too_large'): never {
    throw new FileRefusedError(fileError(code, { row: this.rows.rowNumber || null }));
  }
}
