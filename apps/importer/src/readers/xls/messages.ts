import type { FileRefusal } from '#contact-rules';
import type { ImportDialect } from '#contracts';
import type { SheetRemarks } from '../cells/row-builder.js';
import type { Row } from '../row-reader.js';

/** The answers of the process that reads a workbook to each {@link MORE}. Both processes are of the same build. */
export type XlsMessage =
  /** Before the rows: the sheets that can be read, and the one that is. */
  | { kind: 'dialect'; dialect: Partial<ImportDialect> }
  | { kind: 'rows'; rows: Row[] }
  /** The last one. `sheetName` is null unless other sheets have data too. */
  | { kind: 'end'; remarks: SheetRemarks; sheetName: string | null }
  | { kind: 'refused'; refusal: FileRefusal };

/** Requests the next message, so that rows do not pile up in the channel. */
export const MORE = 'more';

/** Argument: the texts of the file are in a language-specific character set. */
export const OLD = 'old';
