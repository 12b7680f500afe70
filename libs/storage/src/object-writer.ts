import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3';

/** The least that S3 takes as a part but for the last: 10,000 of them are 48 GiB. */
const PART_BYTES = 5 * 1024 * 1024;
/** No UTF-16 unit takes more of UTF-8. */
const MAX_BYTES_PER_UNIT = 3;

interface Target {
  Bucket: string;
  Key: string;
}

/**
 * An object that is written bit by bit, for processes that must stay small: its memory is two parts, one being filled
 * while the other is sent, and the same two throughout. (lib-storage makes new buffers for every part, which pile up
 * until the next full garbage collection: 100 MB and more.)
 *
 * Nothing is visible under the key before {@link end}.
 */
export class ObjectWriter {
  private filling = Buffer.allocUnsafeSlow(PART_BYTES);
  private spare = Buffer.allocUnsafeSlow(PART_BYTES);
  private filled = 0;
  private sending: Promise<void> = Promise.resolve();
  private uploadId: string | undefined;
  private readonly parts: CompletedPart[] = [];

  constructor(
    private readonly client: S3Client,
    private readonly target: Target,
    private readonly contentType: string,
    private readonly signal?: AbortSignal,
  ) {}

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

  /** Resolves when the store has all of it. Throws the signal's reason when that has stopped it. */
  async end(): Promise<void> {
    this.signal?.throwIfAborted();
    if (this.uploadId === undefined) {
      const Body = this.filling.subarray(0, this.filled);
      await this.client.send(new PutObjectCommand({ ...this.target, Body, ContentType: this.contentType }));
      return;
    }
    await this.sendPart();
    await this.sending;
    await this.client.send(
      new CompleteMultipartUploadCommand({
        ...this.target,
        UploadId: this.uploadId,
        MultipartUpload: { Parts: this.parts },
      }),
    );
  }

  /** Gives the object up: none of it stays. Parts that cannot be removed now are left to whoever sweeps stale uploads. */
  async abandon(): Promise<void> {
    await this.sending.catch(() => undefined);
    if (this.uploadId === undefined) return;
    const command = new AbortMultipartUploadCommand({ ...this.target, UploadId: this.uploadId });
    await this.client.send(command).catch(() => undefined);
  }

  /** Sends what is filled once the part before has arrived, and makes room. */
  private async sendPart(): Promise<void> {
    this.signal?.throwIfAborted();
    this.uploadId ??= await this.begin();
    await this.sending;
    const part = this.filling.subarray(0, this.filled);
    [this.filling, this.spare] = [this.spare, this.filling];
    this.filled = 0;
    this.sending = this.upload(part, this.parts.length + 1);
    // A failure shows at the next part, or at the end.
    this.sending.catch(() => undefined);
  }

  private async begin(): Promise<string> {
    const command = new CreateMultipartUploadCommand({ ...this.target, ContentType: this.contentType });
    return (await this.client.send(command)).UploadId!;
  }

  private async upload(Body: Buffer, PartNumber: number): Promise<void> {
    const command = new UploadPartCommand({ ...this.target, UploadId: this.uploadId, PartNumber, Body });
    const { ETag } = await this.client.send(command);
    this.parts.push({ ETag, PartNumber });
  }
}
