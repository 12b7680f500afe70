import { isContactHeader } from '#contact-rules';
import { DELIMITERS as NAMED, type ImportReading } from '#contracts';
import Papa from 'papaparse';

const DELIMITERS = [',', ';', '\t'];

/** A first line that names the delimiter. Excel writes and reads it, and does not show it as a row. */
const SEPARATOR_LINE = /^"?sep=([^"\r\n\x80-\uffff])"?(\r\n?|\n)/i;

/**
 * Detects the delimiter of a CSV text, unless it is stated.
 * @param start the beginning of the text: the first 64 KiB, or all of it
 * @returns the delimiter, an ASCII character, and the byte at which the rows begin
 */
export function detectDialect(
  start: string,
  { delimiter, headerRow }: Pick<ImportReading, 'delimiter' | 'headerRow'> = {},
): { delimiter: string; rowsFrom: number } {
  const separatorLine = SEPARATOR_LINE.exec(start);
  const rowsFrom = separatorLine?.[0].length ?? 0;
  if (delimiter) return { delimiter: NAMED[delimiter], rowsFrom };
  if (separatorLine) return { delimiter: separatorLine[1]!, rowsFrom };
  const text = start.replace(/\r\n?/g, '\n');
  const table = headerRow
    ? text
        .split('\n')
        .slice(headerRow - 1)
        .join('\n')
    : text;
  return { delimiter: byHeader(table) ?? byShape(table), rowsFrom };
}

/** The delimiter with which the first line is a header that names a phone number and a name. Rows below may be ragged. */
function byHeader(text: string): string | null {
  const header = text.replace(/^(?:[^\S\n]*\n)+/, '');
  let best: { delimiter: string; cells: number } | null = null;
  for (const delimiter of DELIMITERS) {
    const cells = Papa.parse<string[]>(header, { delimiter, newline: '\n', preview: 1 }).data[0] ?? [];
    if (!isContactHeader(cells)) continue;
    if (cells.length > (best?.cells ?? 0)) best = { delimiter, cells: cells.length };
  }
  return best?.delimiter ?? null;
}

/** The delimiter with which most rows have the same length. */
function byShape(text: string): string {
  const options = { newline: '\n', delimitersToGuess: DELIMITERS, preview: 10, skipEmptyLines: true } as const;
  const { meta } = Papa.parse(text, options);
  return meta.delimiter || ',';
}
