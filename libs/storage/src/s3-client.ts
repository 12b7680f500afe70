import { S3Client } from '@aws-sdk/client-s3';
import { measured, metrics } from '#platform';

export interface S3ClientOptions {
  endpoint: string | undefined;
  /** The only certificates that it trusts; undefined: those of the system. */
  ca?: string | undefined;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** A client of the object store. Whoever makes it destroys it. */
export function newS3Client({ endpoint, ca, region, ...credentials }: S3ClientOptions): S3Client {
  return new S3Client({
    region,
    forcePathStyle: true,
    // Otherwise a streamed upload is stored with Content-Encoding: aws-chunked (versitygw issue 2398).
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    credentials,
    ...(endpoint && { endpoint }),
    ...(ca !== undefined && { requestHandler: { httpsAgent: { ca } } }),
  });
}

/** Measures what is requested from now on. Not for a client that only signs addresses. */
export function measureRequests({ middlewareStack }: S3Client): void {
  middlewareStack.add(
    (next, { commandName }) =>
      (args) =>
        measured(metrics.s3Request, { operation: (commandName ?? 'unknown').replace(/Command$/, '') }, () =>
          next(args),
        ),
    { step: 'initialize', name: 'measureRequests' },
  );
}
