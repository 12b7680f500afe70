/**
 * Calls back when a change has succeeded, even if the component that started it is gone, like the line of something that
 * was removed. Errors are shown where the mutation's `error` is.
 */
export function whenDone<T>(change: Promise<T>, callback: (answer: T) => void): void {
  change.then(callback, () => undefined);
}
