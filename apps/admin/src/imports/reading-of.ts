import type { ImportReading } from '#contracts';

/** Of some options, those that say how a file is read. */
export function readingOf({ defaultCountry, encoding, delimiter, sheet, headerRow }: ImportReading): ImportReading {
  return { defaultCountry, encoding, delimiter, sheet, headerRow };
}

/** The part of a reading that decides which header and rows a file has, to compare. */
export function rowsReadBy({ encoding, delimiter, sheet, headerRow }: ImportReading): string {
  return JSON.stringify([encoding, delimiter, sheet, headerRow]);
}
