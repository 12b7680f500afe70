/** True when the store does not accept the credentials, or they may not use the bucket. */
export function isRefused(error: unknown): boolean {
  return statusOf(error) === 403 || statusOf(error) === 401;
}

/** True when the object is not in the store. */
export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404;
}

/** The status of the answer, if there was one. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
}
