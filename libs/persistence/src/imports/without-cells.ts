import { publicCode, type Coded } from '#contracts';

/** Warnings that show cells of the file, and which of their parameters are none. */
const SHOWING: Readonly<Record<string, readonly string[]>> = {
  'windows_1252/cell': [],
  'national_numbers/shown': ['count', 'country'],
};

/** A warning without what it shows of the file: the sentence of the code alone shows nothing. */
export function withoutCells(warning: Coded): Coded {
  const kept = SHOWING[warning.code];
  if (!kept) return warning;
  const parameters = Object.entries(warning.with ?? {}).filter(([name]) => kept.includes(name));
  return { code: publicCode(warning.code), with: Object.fromEntries(parameters) };
}
