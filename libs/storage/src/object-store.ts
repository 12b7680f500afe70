import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetBucketLifecycleConfigurationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type Readable } from 'node:stream';
import { ObjectParts } from './object-parts.js';
import { ObjectWriter } from './object-writer.js';
import { measureRequests, newS3Client, type S3ClientOptions } from './s3-client.js';
import { statusOf } from './s3-errors.js';

export interface ObjectStoreOptions extends S3ClientOptions {
  /** The endpoint for browsers, if it is a different one. Addresses for them are signed by a client of its own. */
  publicEndpoint: string | undefined;
  bucket: string;
}

/**
 * S3 allows 10,000 parts of at least 5 MiB: 48 GiB in total. Two parts at a time keep a stream's memory near 20 MiB.
 */
const PART_BYTES = 5 * 1024 * 1024;
const PARTS_AT_ONCE = 2;

/** Written and deleted again to see whether that is allowed. */
const TRIAL_KEY = 'rights-trial';

/** How long a check waits for the store. */
const CHECK_MS = 5_000;

/** The object store: uploads, files made by the check, exports. All objects are private. */
export class ObjectStore {
  private readonly client: S3Client;
  private readonly publicClient: S3Client;
  private readonly bucket: string;

  constructor({ bucket, publicEndpoint, ...options }: ObjectStoreOptions) {
    this.bucket = bucket;
    this.client = newS3Client(options);
    measureRequests(this.client);
    this.publicClient = publicEndpoint ? newS3Client({ ...options, endpoint: publicEndpoint }) : this.client;
  }

  /**
   * Creates the bucket unless it exists, and tries what the credentials may do. Safe to repeat, and to run in several
   * processes at the same time.
   * @throws when the store does not respond in time, or refuses ({@link isRefused})
   */
  async ensureBucket(): Promise<void> {
    try {
      await this.ping();
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      const create = new CreateBucketCommand({ Bucket: this.bucket });
      await this.client.send(create, inTime()).catch((cause: Error) => {
        if (cause.name !== 'BucketAlreadyOwnedByYou' && cause.name !== 'BucketAlreadyExists') throw cause;
      });
    }
    await this.tryRights();
  }

  /** Writes, reads and deletes an object. @throws when the store does not respond in time, or refuses ({@link isRefused}) */
  async tryRights(): Promise<void> {
    const trial = { Bucket: this.bucket, Key: TRIAL_KEY };
    await this.client.send(new PutObjectCommand({ ...trial, Body: 'trial' }), inTime());
    await this.client.send(new HeadObjectCommand(trial), inTime());
    await this.client.send(new DeleteObjectCommand(trial), inTime());
  }

  /** The rules by which the store itself removes objects, if it knows such rules and tells them. */
  async lifecycleRules(): Promise<{ name: string; days: number | undefined }[]> {
    const command = new GetBucketLifecycleConfigurationCommand({ Bucket: this.bucket });
    const { Rules = [] } = await this.client.send(command, inTime()).catch((error: unknown) => {
      // Without rules it is 404; some stores have none at all, or do not let everybody ask.
      if (statusOf(error) === undefined) throw error;
      return { Rules: [] };
    });
    return Rules.filter(({ Status, Expiration }) => Status === 'Enabled' && Expiration).map(({ ID, Expiration }) => ({
      name: ID ?? 'without a name',
      days: Expiration!.Days,
    }));
  }

  /** By how much our clock is ahead of the store's, if it is by minutes, as of the last request. Otherwise 0. */
  get clockAheadMs(): number {
    return -this.client.config.systemClockOffset;
  }

  /** @throws when the store does not respond in time or the bucket does not exist */
  async ping(): Promise<void> {
    await this.client.send(new HeadBucketCommand({ Bucket: this.bucket }), inTime());
  }

  /** Stores a small object in one request. */
  async put(key: string, body: Buffer | string, contentType: string): Promise<void> {
    await this.client.send(
      new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body, ContentType: contentType }),
    );
  }

  /**
   * Uploads a stream of unknown size. The object is visible only after the whole stream was stored. When the upload
   * fails or `signal` aborts it, the parts are removed and the error is thrown: that of the signal, if it was aborted.
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
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', abort);
      body.destroy();
    }
  }

  /** Writes an object piece by piece, with little memory. For a stream, {@link upload} is simpler. */
  writer(key: string, contentType: string, signal?: AbortSignal): ObjectWriter {
    return new ObjectWriter(this.client, { Bucket: this.bucket, Key: key }, contentType, signal);
  }

  /** An object whose parts are stored one by one, perhaps by several processes. */
  parts(key: string, contentType: string): ObjectParts {
    return new ObjectParts(this.client, { Bucket: this.bucket, Key: key }, contentType);
  }

  /** Reads an object, starting at byte `from`. */
  async get(key: string, from = 0): Promise<Readable> {
    const answer = await this.client.send(
      new GetObjectCommand({ Bucket: this.bucket, Key: key, ...(from > 0 && { Range: `bytes=${from}-` }) }),
    );
    return answer.Body as Readable;
  }

  /** @returns the object's size in bytes, or null when it does not exist */
  async size(key: string): Promise<number | null> {
    try {
      const head = await this.client.send(new HeadObjectCommand({ Bucket: this.bucket, Key: key }));
      return head.ContentLength ?? 0;
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  }

  /** Deletes an object. Does nothing when it does not exist. */
  async delete(key: string): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
  }

  /** Deletes all objects under a prefix. */
  async deleteAll(prefix: string): Promise<void> {
    for await (const { key } of this.list(prefix)) await this.delete(key);
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

  /** Removes the parts of uploads that started before `before` and never completed. @returns the number of uploads */
  async abortStaleUploads(before: Date, prefix = ''): Promise<number> {
    const page = await this.client.send(new ListMultipartUploadsCommand({ Bucket: this.bucket, Prefix: prefix }));
    const stale = (page.Uploads ?? []).filter((upload) => (upload.Initiated ?? new Date()) < before);
    for (const { Key, UploadId } of stale) {
      const command = new AbortMultipartUploadCommand({ Bucket: this.bucket, Key, UploadId });
      await this.client.send(command).catch((error: unknown) => {
        // Another process was faster.
        if (statusOf(error) !== 404) throw error;
      });
    }
    return stale.length;
  }

  /** A URL, valid for `seconds`, that downloads the object under a readable file name. */
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

function inTime(): { abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(CHECK_MS) };
}
