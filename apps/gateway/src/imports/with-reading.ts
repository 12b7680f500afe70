import { importReadingSchema, type ImportOptions, type ImportReading } from '#contracts';

/**
 * The options of an import whose file is read in this way from now on. What is not stated is found out again. A mapping
 * of columns is forgotten where the header may be another one.
 */
export function withReading(options: ImportOptions, reading: ImportReading): ImportOptions {
  const names = new Set(Object.keys(importReadingSchema.shape));
  const hasHeader = (['encoding', 'delimiter', 'sheet', 'headerRow'] as const).every(
    (name) => options[name] === reading[name],
  );
  if (!hasHeader) names.add('mapping');
  const others = Object.entries(options).filter(([name]) => !names.has(name));
  return { ...(Object.fromEntries(others) as ImportOptions), ...reading };
}
