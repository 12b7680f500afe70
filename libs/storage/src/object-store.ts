import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type Readable } from 'node:stream';
import { ObjectWriter } from './object-writer.js';

export interface ObjectStoreOptions {
  endpoint: string | undefined;
  /** The address browsers use, where it differs. */
  publicEndpoint: string | undefined;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** S3 allows 10,000 parts of 5 MiB and more: together 48 GiB. Two at a time keep a stream's memory near 20 MiB. */
const PART_BYTES = 5 * 1024 * 1024;
const PARTS_AT_ONCE = 2;

/** The object store: uploads, what checking leaves behind, exports. Everything in it is private. */
export class ObjectStore {
  private readonly client: S3Client;
  private readonly publicClient: S3Client;
  private readonly bucket: string;

  constructor(options: ObjectStoreOptions) {
    const common: S3ClientConfig = {
      region: options.region,
      forcePathStyle: true,
      // Otherwise a streamed upload is stored with Content-Encoding: aws-chunked (versitygw issue 2398).
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    };
    this.bucket = options.bucket;
    this.client = new S3Client({ ...common, ...(options.endpoint && { endpoint: options.endpoint }) });
    const publicEndpoint = options.publicEndpoint ?? options.endpoint;
    this.publicClient = new S3Client({ ...common, ...(publicEndpoint && { endpoint: publicEndpoint }) });
  }

  /** Makes the bucket if it is not there. Doing it again, or at the same time as another process, is fine. */
  async ensureBucket(): Promise<void> {
    try {
      await this.ping();
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      await this.client.send(new CreateBucketCommand({ Bucket: this.bucket })).catch((cause: Error) => {
        if (cause.name !== 'BucketAlreadyOwnedByYou' && cause.name !== 'BucketAlreadyExists') throw cause;
      });
    }
  }

  /** Throws when the store does not answer or has no such bucket. */
  async ping(): Promise<void> {
    await this.client.send(new HeadBucketCommand({ Bucket: this.bucket }));
  }

  /** Stores something small as a whole. */
  async put(key: string, body: Buffer | string, contentType: string): Promise<void> {
    await this.client.send(
      new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body, ContentType: contentType }),
    );
  }

  /**
   * Streams an object of unknown size. Nothing is visible under the key until the stream has ended well; when it
   * fails, or `signal` aborts, the parts are removed and the error is thrown.
   */
  async upload(key: string, body: Readable, contentType: string, signal?: AbortSignal): Promise<void> {
    const upload = new Upload({
      client: this.client,
      params: { Bucket: this.bucket, Key: key, Body: body, ContentType: contentType },
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
      leavePartsOnError: false,
    });
    const abort = (): void => void upload.abort();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      signal?.throwIfAborted();
      await upload.done();
    } finally {
      signal?.removeEventListener('abort', abort);
      body.destroy();
    }
  }

  /** An object that is written bit by bit, in little memory. For whoever has a stream, {@link upload} is simpler. */
  writer(key: string, contentType: string, signal?: AbortSignal): ObjectWriter {
    return new ObjectWriter(this.client, { Bucket: this.bucket, Key: key }, contentType, signal);
  }

  /** Reads an object from the byte `from` on. */
  async get(key: string, from = 0): Promise<Readable> {
    const answer = await this.client.send(
      new GetObjectCommand({ Bucket: this.bucket, Key: key, ...(from > 0 && { Range: `bytes=${from}-` }) }),
    );
    return answer.Body as Readable;
  }

  /** @returns the object's size in bytes, or null when it is not there */
  async size(key: string): Promise<number | null> {
    try {
      const head = await this.client.send(new HeadObjectCommand({ Bucket: this.bucket, Key: key }));
      return head.ContentLength ?? 0;
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  }

  /** Removes an object; one that is not there is fine. */
  async delete(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
  }

  /** All objects under a prefix, in the order of their keys. */
  async *list(prefix: string): AsyncGenerator<{ key: string; size: number; lastModified: Date }> {
    let token: string | undefined;
    do {
      const page = await this.client.send(
        new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix, ...(token && { ContinuationToken: token }) }),
      );
      for (const object of page.Contents ?? []) {
        yield { key: object.Key!, size: object.Size ?? 0, lastModified: object.LastModified ?? new Date() };
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token);
  }

  /** Removes the parts of uploads that began before `before` and never ended. @returns how many uploads */
  async abortStaleUploads(before: Date): Promise<number> {
    const page = await this.client.send(new ListMultipartUploadsCommand({ Bucket: this.bucket }));
    const stale = (page.Uploads ?? []).filter((upload) => (upload.Initiated ?? new Date()) < before);
    for (const { Key, UploadId } of stale) {
      await this.client.send(new AbortMultipartUploadCommand({ Bucket: this.bucket, Key, UploadId }));
    }
    return stale.length;
  }

  /** A URL that downloads the object under a readable name for `seconds`. */
  signedUrl(key: string, file: { name: string; contentType: string }, seconds: number): Promise<string> {
    const ascii = file.name.replace(/[^\x20-\x7e]|["\\]/g, '_');
    return getSignedUrl(
      this.publicClient,
      new GetObjectCommand({
        Bucket: this.bucket,
        Key: key,
        ResponseContentType: file.contentType,
        ResponseContentDisposition: `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      }),
      { expiresIn: seconds },
    );
  }

  close(): void {
    this.client.destroy();
    this.publicClient.destroy();
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
