import { importReadingSchema, type ImportOptions, type ImportReading } from '#contracts';

/**
 * The options of an import whose file is read in this way from now on. What is not stated is found out again. A mapping
 * of columns is forgotten where the header may be another one.
 */
export function withReading(options: ImportOptions, reading: ImportReading): ImportOptions {
  const names = new Set(Object.keys(importReadingSchema.shape));
  if (!hasSameHeader(options, reading)) names.add('mapping');
  const others = Object.entries(options).filter(([name]) => !names.has(name));
  return { ...(Object.fromEntries(others) as ImportOptions), ...reading };
}

/** Whether a file has the same header and the same rows when it is read in another way. */
export function hasSameHeader(options: ImportReading, reading: ImportReading): boolean {
  return (['encoding', 'delimiter', 'sheet', 'headerRow'] as const).every((name) => options[name] === reading[name]);
}
