import { fileError } from '#contact-rules';
import { defaultLimits, type Coded, type ImportDialect, type ImportReading, type Limits } from '#contracts';
import { Readable } from 'node:stream';
import { detectFormat, FORMATS } from '../../apps/importer/src/readers/formats.js';
import { readXls, type XlsOptions } from '../../apps/importer/src/readers/read-xls.js';
import {
  FileRefusedError,
  HEAD_BYTES,
  type Row,
  type RowReader,
  type SourceFile,
} from '../../apps/importer/src/readers/row-reader.js';

export interface ReadResult {
  rows: Row[];
  cells: string[][];
  warnings: string[];
  /** What the reader tells of how it reads the file. */
  dialect: Partial<ImportDialect>;
  /** Null when the whole file was read. */
  refusal: { code: string; row: number | null } | null;
}

/** A file in memory, in chunks like those of the object store. */
export function fileOf(bytes: Buffer, chunkBytes = 64 * 1024): SourceFile {
  function* chunks(from: number, to: number): Generator<Buffer> {
    for (let at = from; at < to; at += chunkBytes) yield bytes.subarray(at, Math.min(at + chunkBytes, to));
  }
  return {
    size: bytes.length,
    head: bytes.subarray(0, HEAD_BYTES),
    read: async (from = 0, to = bytes.length) => Readable.from(chunks(from, to)),
  };
}

/** Reads a file until its end or its refusal, with the reader for its format. */
export async function readRows(
  bytes: Buffer,
  limits: Partial<Limits> = {},
  xls: XlsOptions = {},
  stated: ImportReading = {},
): Promise<ReadResult> {
  const dialect: Partial<ImportDialect> = {};
  const warnings: Coded[] = [];
  const rows: Row[] = [];
  const refusal = await refusalOf(async () => {
    const context = {
      limits: { ...defaultLimits, ...limits },
      warn: (warning: Coded) => void warnings.push(warning),
      stated,
      found: (part: Partial<ImportDialect>) => void Object.assign(dialect, part),
    };
    for await (const batch of readerOf(bytes, xls)(fileOf(bytes), context)) rows.push(...batch);
  });
  const codes = warnings.map(({ code }) => code);
  return { rows, cells: rows.map(({ cells }) => cells), warnings: codes, dialect, refusal };
}

/** The reader for a file. */
export function readerOf(bytes: Buffer, xls: XlsOptions = {}): RowReader {
  const format = detectFormat(bytes.subarray(0, HEAD_BYTES));
  if (format === null) throw new FileRefusedError(fileError('unknown_format', {}));
  if (format !== 'xls') return FORMATS[format].read;
  return (file, context) => readXls(file, context, xls);
}

async function refusalOf(read: () => Promise<void>): Promise<ReadResult['refusal']> {
  try {
    await read();
    return null;
  } catch (error) {
    if (!(error instanceof FileRefusedError)) throw error;
    const { code, row } = error.refusal;
    return { code, row };
  }
}
