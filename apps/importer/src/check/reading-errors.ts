// After these errors, a file has to be read again with what they tell.

import type { FileRefusal } from '#contact-rules';
import { FileRefusedError, type Row } from '../readers/row-reader.js';

/**
 * Thrown at a row with fewer cells beyond the header than the rows before it, which were taken to be in all rows. The
 * file must be read again with this number.
 */
export class FewerSurplusCellsError extends Error {
  override name = 'FewerSurplusCellsError';

  constructor(readonly cells: number) {
    super(`a row has only ${cells} cells more than the header`);
  }
}

/** Thrown at a header that lacks `id` or `name`, unless it is known what the columns are. */
export class UnknownColumnsError extends FileRefusedError {
  override name = 'UnknownColumnsError';

  constructor(
    refusal: FileRefusal,
    readonly header: Row,
  ) {
    super(refusal);
  }
}
