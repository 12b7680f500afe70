import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';

/** Counts the bytes of a stream and computes their SHA-256 as they pass. */
export class Measured {
  bytes = 0;
  readonly stream: Readable;
  private readonly hash = createHash('sha256');

  constructor(source: AsyncIterable<Buffer>) {
    this.stream = Readable.from(this.pass(source), { objectMode: false });
  }

  /** In hexadecimal. Call it once, after the stream has ended. */
  sha256(): string {
    return this.hash.digest('hex');
  }

  private async *pass(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      this.bytes += chunk.length;
      this.hash.update(chunk);
      yield chunk;
    }
  }
}
