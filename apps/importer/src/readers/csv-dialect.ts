import { columnKind, tidyText, unguardCell } from '#contact-rules';
import Papa from 'papaparse';

/** Every carriage return that is no part of a line end has been turned, so this is the only line end. */
export const NEWLINE = '\n';

const DELIMITERS = [',', ';', '\t'];

/** What Excel writes, and takes, as a first line of its own that names the delimiter. It shows no row for it. */
const SEPARATOR_LINE = /^"?sep=([^"\r\n])"?\r?\n/i;

/**
 * How a CSV text parts its cells.
 * @param start the beginning of the text, the first 64 Ki characters or all of it
 * @returns the delimiter, and where the rows begin
 */
export function detectDialect(start: string): { delimiter: string; rowsFrom: number } {
  const separatorLine = SEPARATOR_LINE.exec(start);
  if (separatorLine) return { delimiter: separatorLine[1]!, rowsFrom: separatorLine[0].length };
  return { delimiter: byHeader(start) ?? byShape(start), rowsFrom: 0 };
}

/** The delimiter that makes a header of the first line: one with the columns `id` and `name`. Rows below can be ragged. */
function byHeader(start: string): string | null {
  const header = start.replace(/^(?:[^\S\n]*\n)+/, '');
  let best: { delimiter: string; cells: number } | null = null;
  for (const delimiter of DELIMITERS) {
    const cells = Papa.parse<string[]>(header, { delimiter, newline: NEWLINE, preview: 1 }).data[0] ?? [];
    const kinds = cells.map((cell) => columnKind(tidyText(unguardCell(cell))));
    if (!kinds.includes('id') || !kinds.includes('name')) continue;
    if (cells.length > (best?.cells ?? 0)) best = { delimiter, cells: cells.length };
  }
  return best?.delimiter ?? null;
}

/** The delimiter that gives rows of equal length: the file will be refused for its header, which should be shown well. */
function byShape(start: string): string {
  const options = { newline: NEWLINE, delimitersToGuess: DELIMITERS, preview: 10, skipEmptyLines: true } as const;
  const { meta } = Papa.parse(start, options);
  return meta.delimiter || ',';
}
