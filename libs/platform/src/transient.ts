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
  'MongoServerClosedError',
  'MongoClientClosedError',
  'MongoStalePrimaryError',
  'MongoPoolClosedError',
  'MongoPoolClearedError',
  'PoolClearedError',
  'PoolClearedOnNetworkError',
  'MongoWaitQueueTimeoutError',
  'MaxRetriesPerRequestError',
  'TimeoutError',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  // Ours: a request waits no longer for a transaction (persistence, `Transactions`).
  'TransactionTimeoutError',
]);

/**
 * The codes with which MongoDB says that it cannot do something now: those of the drivers' specifications for retryable
 * reads and writes, those that end a cursor or a snapshot, and those of an overloaded server. The names are the
 * server's (error_codes.yml). `MaxTimeMSExpired` is not among them: the same query would be as slow again.
 */
const MONGODB_CODES = new Map<unknown, string>([
  [6, 'HostUnreachable'],
  [7, 'HostNotFound'],
  [43, 'CursorNotFound'],
  [64, 'WriteConcernTimeout'], // before MongoDB 8.1: WriteConcernFailed
  [89, 'NetworkTimeout'],
  [91, 'ShutdownInProgress'],
  [112, 'WriteConflict'],
  [133, 'FailedToSatisfyReadPreference'],
  [134, 'ReadConcernMajorityNotAvailableYet'],
  [150, 'StaleEpoch'],
  [175, 'QueryPlanKilled'],
  [189, 'PrimarySteppedDown'],
  [202, 'NetworkInterfaceExceededTimeLimit'],
  [237, 'CursorKilled'],
  [239, 'SnapshotTooOld'],
  [246, 'SnapshotUnavailable'],
  [249, 'StaleDbVersion'],
  [250, 'StaleChunkHistory'],
  [251, 'NoSuchTransaction'],
  [262, 'ExceededTimeLimit'],
  [355, 'InterruptedDueToStorageChange'],
  [365, 'TemporarilyUnavailable'],
  [402, 'ResourceExhausted'],
  [407, 'PooledConnectionAcquisitionExceededTimeLimit'],
  [433, 'AdmissionQueueOverflow'],
  [9001, 'SocketException'],
  [10058, 'LegacyNotPrimary'],
  [10107, 'NotWritablePrimary'],
  [11600, 'InterruptedAtShutdown'],
  [11602, 'InterruptedDueToReplStateChange'],
  [13388, 'StaleConfig'],
  [13435, 'NotPrimaryNoSecondaryOk'],
  [13436, 'NotPrimaryOrSecondary'],
]);
/** How MongoDB and its driver mark errors after which the same operation can be repeated. */
const MONGODB_LABELS = new Set([
  'RetryableError',
  'RetryableWriteError',
  'TransientTransactionError',
  'UnknownTransactionCommitResult',
]);

/**
 * How Redis begins its answer when it cannot do something now: a script of somebody else runs, it reads its data, its
 * disk or its memory is full, or it is being replaced. Redis 6 puts the error of a command into that of the script.
 */
const REDIS_ANSWERS =
  /^(?:ERR Error running script.* -)?(?:BUSY|LOADING|MISCONF|OOM|READONLY|MASTERDOWN|NOREPLICAS|CLUSTERDOWN|TRYAGAIN) /;

interface LooksLikeAnError {
  name?: string;
  message?: string;
  code?: unknown;
  cause?: unknown;
  errorLabels?: string[];
  /** Of a `MongoBulkWriteError`: why the whole batch failed. */
  errorResponse?: unknown;
  /** Of a `MongoBulkWriteError`: the errors of single writes. */
  writeErrors?: HasACode | HasACode[];
  /** Of a `MongoBulkWriteError`: what succeeded, and whether a majority confirmed it. */
  result?: { getWriteConcernError?: () => HasACode | undefined };
  $metadata?: { httpStatusCode?: number };
}

interface HasACode {
  code?: unknown;
}

/**
 * True when an error means that a dependency (MongoDB, Redis, the object store, the network) is down for now, so that
 * the same work can succeed later without changes. Such work waits; it never counts as a failed attempt.
 */
export function isTransient(error: unknown): boolean {
  for (let cause = error as LooksLikeAnError | undefined, depth = 0; cause && depth < 5; depth++) {
    if (typeof cause.code === 'string' && NETWORK_CODES.has(cause.code)) return true;
    if (cause.name !== undefined && NETWORK_NAMES.has(cause.name)) return true;
    if (cause.name === 'ReplyError' && REDIS_ANSWERS.test(cause.message ?? '')) return true;
    if ((cause.$metadata?.httpStatusCode ?? 0) >= 500) return true;
    if (cause.errorLabels?.some((label) => MONGODB_LABELS.has(label))) return true;
    if (mongodbCodes(cause).some((code) => MONGODB_CODES.has(code))) return true;
    cause = (cause.cause ?? cause.errorResponse) as LooksLikeAnError | undefined;
  }
  return false;
}

/** The codes in an error of MongoDB, of which a bulk write has many. Other errors have numbers of other meanings. */
function mongodbCodes({ name, code, writeErrors = [], result }: LooksLikeAnError): unknown[] {
  if (!name?.startsWith('Mongo')) return [];
  return [code, result?.getWriteConcernError?.()?.code, ...[writeErrors].flat().map((failure) => failure.code)];
}
