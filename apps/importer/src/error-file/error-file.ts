import { columnKind, guardCell, tidyText, unguardCell } from '#contact-rules';
import { coded, render, type Language } from '#contracts';
import Papa from 'papaparse';
import type { ObjectWriter } from '#storage';
import type { RowReason } from '../rows/checked-objects.js';

/** A reported row: its number, the error and its original cells, or as somebody mended them. */
export interface Fault {
  row: number;
  reason: RowReason;
  cells: string[];
}

export const ERROR_FILE_TYPE = 'text/csv; charset=utf-8';
const BYTE_ORDER_MARK = '\ufeff';

/**
 * The error file: the original cells, then `import_row` and `import_error`. A corrected error file can be uploaded as
 * it is. So these two columns are left out when the file itself was an error file.
 */
export class ErrorFile {
  private readonly layout: Layout;

  /**
   * @param header the header of the uploaded file, unchanged
   * @param language the language of the errors
   */
  constructor(
    private readonly writer: Pick<ObjectWriter, 'write'>,
    private readonly header: readonly string[],
    private readonly language: Language,
  ) {
    this.layout = layoutOf(header);
  }

  /** Call this first, unless the rows are appended to another error file of the same import. */
  async writeHeader(): Promise<void> {
    const cells = [...withoutReserved(this.header, this.layout), 'import_row', 'import_error'];
    await this.writer.write(BYTE_ORDER_MARK + toCsv([cells]));
  }

  async write(faults: AsyncIterable<Fault[]>): Promise<void> {
    for await (const batch of faults) {
      const rows = batch.map(({ row, reason, cells }) => [
        ...withoutReserved(cells, this.layout),
        String(row),
        reasonText(reason, this.language),
      ]);
      await this.writer.write(toCsv(rows));
    }
  }
}

/** A row that was mended says so, because its cells are not those of the file. */
function reasonText(reason: RowReason, language: Language): string {
  const text = render(reason, language);
  return reason.mend ? `${text} ${render(coded('mended_but_wrong'), language)}` : text;
}

interface Layout {
  width: number;
  reserved: ReadonlySet<number>;
  /** True when the reserved columns are the last ones, as in our own error files. */
  reservedAtEnd: boolean;
}

function layoutOf(header: readonly string[]): Layout {
  const reserved = new Set<number>();
  for (const [index, cell] of header.entries()) {
    const name = tidyText(unguardCell(cell));
    if (name !== '' && columnKind(name) === 'ignored') reserved.add(index);
  }
  const width = header.length;
  return { width, reserved, reservedAtEnd: [...reserved].every((index) => index >= width - reserved.size) };
}

/** When a row has too many cells, the reserved cells at its end are shifted. */
function withoutReserved(cells: readonly string[], { width, reserved, reservedAtEnd }: Layout): string[] {
  const padded = Array.from({ length: Math.max(width, cells.length) }, (_, index) => cells[index] ?? '');
  if (reserved.size === 0) return padded;
  const shift = reservedAtEnd ? padded.length - width : 0;
  return padded.filter((_, index) => !reserved.has(index - shift));
}

function toCsv(rows: string[][]): string {
  if (rows.length === 0) return '';
  return `${Papa.unparse(
    rows.map((cells) => cells.map(guardCell)),
    { newline: '\r\n' },
  )}\r\n`;
}
