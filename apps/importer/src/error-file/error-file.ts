import { columnKind, guardCell, tidyText, unguardCell } from '#contact-rules';
import { render, type Coded, type Language } from '#contracts';
import Papa from 'papaparse';
import type { ObjectWriter } from '#storage';

/** A row that is reported: where it stands, what is wrong, and its cells as they came. */
export interface Fault {
  row: number;
  reason: Coded;
  cells: string[];
}

export const ERROR_FILE_TYPE = 'text/csv; charset=utf-8';
const BYTE_ORDER_MARK = '\ufeff';

/**
 * The error file: the original cells, then `import_row` and `import_error`. Once mended it can be uploaded as it is, so
 * these two columns of an earlier error file are left out.
 */
export class ErrorFile {
  private readonly layout: Layout;

  /**
   * @param header the header of the uploaded file, as it came
   * @param language what the reasons are written in
   */
  constructor(
    private readonly writer: Pick<ObjectWriter, 'write'>,
    private readonly header: readonly string[],
    private readonly language: Language,
  ) {
    this.layout = layoutOf(header);
  }

  /** To be called first, unless the beginning of another error file of the same import goes before. */
  async writeHeader(): Promise<void> {
    const cells = [...withoutReserved(this.header, this.layout), 'import_row', 'import_error'];
    await this.writer.write(BYTE_ORDER_MARK + toCsv([cells]));
  }

  async write(faults: AsyncIterable<Fault[]>): Promise<void> {
    for await (const batch of faults) {
      const rows = batch.map(({ row, reason, cells }) => [
        ...withoutReserved(cells, this.layout),
        String(row),
        render(reason, this.language),
      ]);
      await this.writer.write(toCsv(rows));
    }
  }
}

interface Layout {
  width: number;
  reserved: ReadonlySet<number>;
  /** The reserved columns come last, as we write them. */
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

/** Cells too many in a row push the reserved ones at its end along. */
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
