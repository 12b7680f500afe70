import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';
import { readBytes, readRange } from '../read-range.js';
import type { SourceFile } from '../row-reader.js';

/**
 * Reading the directory takes many small reads of some dozen bytes one after another, so this much is fetched at once.
 */
const WINDOW_BYTES = 64 * 1024;

/** Lets yauzl read a file in the object store. */
export class ZipSource extends RandomAccessReader {
  /** The error of the object store, if there was one. Then the file is not the cause of later errors. */
  failure: Error | null = null;
  private window: { start: number; bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) };

  constructor(private readonly file: SourceFile) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.noteFailure(readRange(this.file, start, end)), { objectMode: false });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.fill(position, length).then(
      (bytes) => callback(null, bytes.copy(buffer, offset)),
      (error: Error) => callback((this.failure = error)),
    );
  }

  private async fill(position: number, length: number): Promise<Buffer> {
    const { start, bytes } = this.window;
    if (position < start || position + length > start + bytes.length) {
      const end = Math.min(position + Math.max(length, WINDOW_BYTES), this.file.size);
      this.window = { start: position, bytes: await readBytes(this.file, position, end) };
    }
    const from = position - this.window.start;
    return this.window.bytes.subarray(from, from + length);
  }

  private async *noteFailure(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    try {
      yield* chunks;
    } catch (error) {
      this.failure = error as Error;
      throw error;
    }
  }
}
