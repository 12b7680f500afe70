import type { ObjectStore } from '#storage';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';

const BUFFERED_BYTES = 1024 * 1024;

/** An object that is written piece by piece. Nothing is visible under its key before {@link end}. */
export class ObjectWriter {
  bytes = 0;
  private readonly body = new PassThrough({ highWaterMark: BUFFERED_BYTES });
  private readonly uploaded: Promise<void>;

  constructor(
    store: ObjectStore,
    readonly key: string,
    contentType: string,
    signal: AbortSignal,
  ) {
    this.uploaded = store.upload(key, this.body, contentType, signal);
    // A failure shows at the next write, or at the end.
    this.uploaded.catch(() => undefined);
    this.body.on('error', () => undefined);
  }

  /** Waits while the store is slower than the writer. */
  async write(piece: string | Buffer): Promise<void> {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    if (bytes.length === 0) return;
    this.bytes += bytes.length;
    if (!this.body.write(bytes)) await Promise.race([once(this.body, 'drain'), this.uploaded]);
  }

  /** Resolves when the store has all of it. */
  async end(): Promise<void> {
    this.body.end();
    await this.uploaded;
  }

  /** Gives the object up: none of it stays. Not for one that has ended. */
  async abandon(): Promise<void> {
    this.body.destroy(new Error('the object was given up'));
    await this.uploaded.catch(() => undefined);
  }
}
