import { ProblemError } from '#platform';
import type { ObjectStore } from '#storage';
import { createHash } from 'node:crypto';
import { Transform, type Readable, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { uploadIncomplete } from './read-upload.js';

/** Not the type that the browser claims: the type is found from the content, during the check. */
export const CONTENT_TYPE = 'application/octet-stream';

/**
 * Streams a file into the object store and counts its bytes. Memory use does not grow with the file. If it fails,
 * nothing is left in the store.
 * @returns the file's size in bytes and its SHA-256 in hexadecimal
 * @throws ProblemError `empty_file`, `file_too_large`, `upload_incomplete`
 */
export async function storeFile(
  store: ObjectStore,
  key: string,
  file: Readable,
  maxBytes: number,
): Promise<{ size: number; sha256: string }> {
  const counter = new ByteCounter(maxBytes);
  const flow = pipeline(file, counter);
  // Its error fails the upload too. Here it only must not be an unhandled rejection.
  flow.catch(() => undefined);
  try {
    await store.upload(key, counter, CONTENT_TYPE);
    await flow;
    return { size: counter.bytes, sha256: counter.sha256() };
  } catch (error) {
    // An error of the incoming file is rethrown as it is. Any other error comes from the store.
    if (error !== counter.errored || error instanceof ProblemError) throw error;
    throw uploadIncomplete(error);
  }
}

/** Passes bytes on and computes their SHA-256. Fails if there are more than the limit, or none at all. */
class ByteCounter extends Transform {
  bytes = 0;
  private readonly hash = createHash('sha256');

  constructor(private readonly maxBytes: number) {
    super();
  }

  /** In hexadecimal. May be called only once, at the end. */
  sha256(): string {
    return this.hash.digest('hex');
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.bytes += chunk.length;
    if (this.bytes > this.maxBytes) {
      done(fileTooLarge(this.maxBytes));
      return;
    }
    this.hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    done(this.bytes === 0 ? new ProblemError('empty_file/upload') : null);
  }
}

export function fileTooLarge(maxBytes: number): ProblemError {
  return new ProblemError('file_too_large/upload', { with: { bytes: maxBytes } });
}
