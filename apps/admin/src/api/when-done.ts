/**
 * Calls back when a change has succeeded, also when what asked for it is gone by then, as the line of something that
 * was removed. Errors show where the mutation's `error` does.
 */
export function whenDone<T>(change: Promise<T>, callback: (answer: T) => void): void {
  change.then(callback, () => undefined);
}
