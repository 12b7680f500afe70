import type { FileRefusal } from '#contact-rules';
import type { SheetRemarks } from '../cells/row-builder.js';
import type { Row } from '../row-reader.js';

/** What the process that reads a workbook answers to each {@link MORE}. Both ends are of the same build. */
export type XlsMessage =
  | { kind: 'rows'; rows: Row[] }
  /** The last one. `sheetName` is null unless other sheets have data too. */
  | { kind: 'end'; remarks: SheetRemarks; sheetName: string | null }
  | { kind: 'refused'; refusal: FileRefusal };

/** Asks for the next message, so that rows do not pile up on the way. */
export const MORE = 'more';

/** Says that the texts of the file are in the character set of some language. */
export const OLD = 'old';
