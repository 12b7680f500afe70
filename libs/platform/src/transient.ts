const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
const NETWORK_NAMES = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoPoolClearedError',
  'PoolClearedError',
  'MaxRetriesPerRequestError',
  'TimeoutError',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
]);

interface LooksLikeAnError {
  name?: string;
  code?: unknown;
  cause?: unknown;
  errorLabels?: string[];
  $metadata?: { httpStatusCode?: number };
}

/**
 * True when an error means that a dependency (MongoDB, Redis, the object store, the network) is down for now, so that
 * the same work can succeed later without changes. Such work waits; it never counts as a failed attempt.
 */
export function isTransient(error: unknown): boolean {
  for (let cause = error as LooksLikeAnError | undefined, depth = 0; cause && depth < 5; depth++) {
    if (typeof cause.code === 'string' && NETWORK_CODES.has(cause.code)) return true;
    if (cause.name !== undefined && NETWORK_NAMES.has(cause.name)) return true;
    if ((cause.$metadata?.httpStatusCode ?? 0) >= 500) return true;
    if (cause.errorLabels?.some((label) => label === 'RetryableWriteError' || label === 'TransientTransactionError'))
      return true;
    cause = cause.cause as LooksLikeAnError | undefined;
  }
  return false;
}
