import type { ImportReading } from '#contracts';

/** Of some options, those that say how a file is read. */
export function readingOf({ defaultCountry, encoding, delimiter, sheet, headerRow }: ImportReading): ImportReading {
  return { defaultCountry, encoding, delimiter, sheet, headerRow };
}
