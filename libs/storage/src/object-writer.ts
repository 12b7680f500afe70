import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ObjectParts, type StoredPart } from './object-parts.js';

/** The minimum size of a part on S3, except for the last: 10,000 parts are 48 GiB. */
const PART_BYTES = 5 * 1024 * 1024;
/** A UTF-16 code unit takes at most this many bytes in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;

interface Target {
  Bucket: string;
  Key: string;
}

/**
 * Writes an object piece by piece, for processes that must stay small. Its memory is two buffers that it reuses: one is
 * filled while the other is sent. (lib-storage allocates new buffers for every part, and 100 MB or more of them pile up
 * until the next full garbage collection.)
 *
 * The object is not visible before {@link end}.
 */
export class ObjectWriter {
  private filling = Buffer.allocUnsafeSlow(PART_BYTES);
  private spare = Buffer.allocUnsafeSlow(PART_BYTES);
  private filled = 0;
  private sending: Promise<void> = Promise.resolve();
  private uploadId: string | undefined;
  private readonly parts: StoredPart[] = [];
  private readonly object: ObjectParts;

  constructor(
    private readonly client: S3Client,
    private readonly target: Target,
    private readonly contentType: string,
    private readonly signal?: AbortSignal,
  ) {
    this.object = new ObjectParts(client, target, contentType);
  }

  get key(): string {
    return this.target.Key;
  }

  /** Waits while the store is slower than the writer. */
  async write(data: string | Buffer): Promise<void> {
    if (typeof data === 'string' && data.length * MAX_BYTES_PER_UNIT <= PART_BYTES - this.filled) {
      this.filled += this.filling.write(data, this.filled);
      return;
    }
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    for (let from = 0; from < bytes.length;) {
      if (this.filled === PART_BYTES) await this.sendPart();
      const copied = bytes.copy(this.filling, this.filled, from);
      this.filled += copied;
      from += copied;
    }
  }

  /** Resolves when the object is stored completely. Throws the signal's reason when the signal has aborted it. */
  async end(): Promise<void> {
    this.signal?.throwIfAborted();
    if (this.uploadId === undefined) {
      const Body = this.filling.subarray(0, this.filled);
      await this.client.send(new PutObjectCommand({ ...this.target, Body, ContentType: this.contentType }));
      return;
    }
    await this.sendPart();
    await this.sending;
    await this.object.complete(this.uploadId, this.parts);
  }

  /** Discards the object. Parts that cannot be removed now are left to the sweeper of stale uploads. */
  async abandon(): Promise<void> {
    await this.sending.catch(() => undefined);
    if (this.uploadId === undefined) return;
    await this.object.abandon(this.uploadId);
  }

  /** Sends the filled buffer after the previous part was sent, and switches to the other buffer. */
  private async sendPart(): Promise<void> {
    this.signal?.throwIfAborted();
    this.uploadId ??= await this.object.begin();
    await this.sending;
    const part = this.filling.subarray(0, this.filled);
    [this.filling, this.spare] = [this.spare, this.filling];
    this.filled = 0;
    this.sending = this.upload(part, this.parts.length + 1);
    // `sendPart` or `end` reports a failure later.
    this.sending.catch(() => undefined);
  }

  private async upload(body: Buffer, number: number): Promise<void> {
    this.parts.push(await this.object.store(this.uploadId!, number, body));
  }
}
