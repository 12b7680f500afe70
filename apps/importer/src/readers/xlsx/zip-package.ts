import { fileError } from '#contact-rules';
import { pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { fromRandomAccessReaderPromise, getFileNameLowLevel, validateFileName, type Entry, type ZipFile } from 'yauzl';
import { FileRefusedError, type ReadContext, type SourceFile } from '../row-reader.js';
import { ZipSource } from './zip-source.js';

/** A workbook has one part per sheet and picture. No real one has nearly this many. */
const MAX_ENTRIES = 10_000;
/** The limit for the names and comments of all entries together. */
const MAX_DIRECTORY_BYTES = 4 * 1024 * 1024;
const LOCAL_HEADER_BYTES = 30;
/** The compression methods that a workbook may use. */
const STORED = 0;
const DEFLATED = 8;
const CHUNK_BYTES = 64 * 1024;
/**
 * Deflate can reach a ratio of 1:1000. Sheets reach 1:20, and 1:300 when all rows are equal and cells have no
 * references. A part with a higher ratio than this is treated as a zip bomb.
 */
const MAX_RATIO = 400;
const RATIO_FROM_BYTES = 64 * 1024 * 1024;

/** The parts of an XLSX file, which is a zip. Part names are case-insensitive. */
export class ZipPackage {
  private constructor(
    private readonly zip: ZipFile,
    private readonly source: ZipSource,
    private readonly parts: Map<string, Entry>,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /**
   * Reads the directory of the zip. Close the package at the end.
   * @throws FileRefusedError when the zip is broken, too large when unpacked, or malicious
   */
  static async open(file: SourceFile, { limits, signal }: ReadContext): Promise<ZipPackage> {
    const source = new ZipSource(file);
    return orBroken(source, async () => {
      const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
      const zip = await fromRandomAccessReaderPromise(source, file.size, options);
      const entries = await listEntries(zip, limits.workbookBytes);
      refuseOverlaps(entries);
      return new ZipPackage(zip, source, byName(entries), signal);
    });
  }

  has(part: string): boolean {
    return this.parts.has(part.toLowerCase());
  }

  /**
   * The unpacked bytes of a part, in chunks of up to 64 KiB. Size and checksum are verified at the end.
   * @param maxBytes the maximum size that the caller accepts
   * @throws FileRefusedError when the part is damaged, encrypted, or larger
   */
  async *read(part: string, maxBytes = Infinity): AsyncGenerator<Buffer> {
    const entry = this.parts.get(part.toLowerCase());
    if (!entry) throw new FileRefusedError(fileError('broken_workbook', {}));
    if (entry.isEncrypted()) throw new FileRefusedError(fileError('encrypted_workbook', {}));
    const { compressedSize, uncompressedSize } = entry;
    const isKnown = entry.compressionMethod === STORED || entry.compressionMethod === DEFLATED;
    if (!isKnown) throw new FileRefusedError(fileError('broken_workbook', {}));
    const isBomb = uncompressedSize > RATIO_FROM_BYTES && uncompressedSize > compressedSize * MAX_RATIO;
    if (isBomb || uncompressedSize > maxBytes) throw new FileRefusedError(fileError('workbook_too_complex', {}));
    const chunks = (await this.unpack(entry))[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
    let size = 0;
    let sum = 0;
    try {
      for (;;) {
        const { value, done } = await orBroken(this.source, () => chunks.next());
        this.signal?.throwIfAborted();
        if (done) break;
        size += value.length;
        sum = crc32(value, sum);
        if (size > uncompressedSize) break;
        yield value;
      }
    } finally {
      await chunks.return?.();
    }
    if (size !== uncompressedSize || sum !== entry.crc32) throw new FileRefusedError(fileError('broken_workbook', {}));
  }

  close(): void {
    this.zip.close();
  }

  /** yauzl could unpack too, but in chunks a quarter of this size, which makes the whole 10% slower. */
  private async unpack(entry: Entry): Promise<AsyncIterable<Buffer>> {
    const packed = await orBroken(this.source, () => this.zip.openReadStreamPromise(entry, { decodeFileData: false }));
    // A caller that stops early destroys the stream. Later errors of it do not matter.
    packed.on('error', () => {});
    if (entry.compressionMethod === STORED) return packed;
    const unpacked = createInflateRaw({ chunkSize: CHUNK_BYTES });
    pipeline(packed, unpacked, () => {});
    return unpacked;
  }
}

async function listEntries(zip: ZipFile, maxBytes: number): Promise<Entry[]> {
  if (zip.entryCount > MAX_ENTRIES) throw new FileRefusedError(fileError('workbook_too_complex', {}));
  const entries: Entry[] = [];
  let bytes = 0;
  let directoryBytes = 0;
  for await (const entry of zip.eachEntry()) {
    bytes += entry.uncompressedSize;
    directoryBytes += entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
    if (bytes > maxBytes) throw new FileRefusedError(fileError('workbook_too_large', {}, { bytes: maxBytes }));
    if (directoryBytes > MAX_DIRECTORY_BYTES) throw new FileRefusedError(fileError('workbook_too_complex', {}));
    entries.push(entry);
  }
  return entries;
}

/** Entries that share bytes would unpack to far more than their sizes say. */
function refuseOverlaps(entries: Entry[]): void {
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)) {
    if (entry.relativeOffsetOfLocalHeader < end) throw new Error('entries overlap');
    end = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.fileNameLength + entry.compressedSize;
  }
}

function byName(entries: Entry[]): Map<string, Entry> {
  const parts = new Map<string, Entry>();
  for (const entry of entries) {
    const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
    const fault = validateFileName(name);
    if (fault !== null) throw new Error('the name of an entry leads out of the package');
    const key = name.toLowerCase();
    // It would be a guess which of the two is meant.
    if (parts.has(key)) throw new Error('two entries have the same name');
    parts.set(key, entry);
  }
  return parts;
}

/** Errors of the object store are thrown as they are. Any other error means that the zip is broken. */
async function orBroken<T>(source: ZipSource, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (source.failure) throw source.failure;
    if (cause instanceof FileRefusedError) throw cause;
    throw new FileRefusedError(fileError('broken_workbook', {}));
  }
}
