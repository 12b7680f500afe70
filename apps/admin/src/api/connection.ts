import { useSyncExternalStore } from 'react';

let connected = true;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Records whether the last request got an answer. */
export function reportConnection(answered: boolean): void {
  if (answered === connected) return;
  connected = answered;
  for (const listener of listeners) listener();
}

/** Calls back each time the server answers again after a failure. */
export function onReconnect(callback: () => void): () => void {
  return subscribe(() => {
    if (connected) callback();
  });
}

/** True while the server answers. */
export function useConnected(): boolean {
  return useSyncExternalStore(subscribe, () => connected);
}
