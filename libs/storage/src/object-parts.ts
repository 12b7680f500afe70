import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

export interface StoredPart {
  /** 1 to 10,000. Numbers need not follow each other: the object has the parts in their order. */
  number: number;
  etag: string;
}

/**
 * An object that is stored part by part. S3 takes no part of less than 5 MiB but the last. The object is not visible
 * before {@link complete}; whoever knows the id of {@link begin} and the parts can go on, in another process too.
 */
export class ObjectParts {
  constructor(
    private readonly client: S3Client,
    private readonly target: { Bucket: string; Key: string },
    private readonly contentType: string,
  ) {}

  async begin(): Promise<string> {
    const command = new CreateMultipartUploadCommand({ ...this.target, ContentType: this.contentType });
    return (await this.client.send(command)).UploadId!;
  }

  async store(id: string, number: number, body: Buffer): Promise<StoredPart> {
    const command = new UploadPartCommand({ ...this.target, UploadId: id, PartNumber: number, Body: body });
    return { number, etag: (await this.client.send(command)).ETag! };
  }

  /** Makes the object of these parts. Others that were stored under the id are discarded. */
  async complete(id: string, parts: readonly StoredPart[]): Promise<void> {
    const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
    const command = new CompleteMultipartUploadCommand({
      ...this.target,
      UploadId: id,
      MultipartUpload: { Parts },
    });
    await this.client.send(command);
  }

  /** Discards the parts. Those that cannot be removed now are left to the sweeper of stale uploads. */
  async abandon(id: string): Promise<void> {
    await this.client.send(new AbortMultipartUploadCommand({ ...this.target, UploadId: id })).catch(() => undefined);
  }
}
