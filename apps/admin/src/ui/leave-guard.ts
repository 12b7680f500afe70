/** Protects changes that are not saved, while there are any. */
interface Guard {
  /** Is told of Back and Forward before the router is. */
  onPop: (event: PopStateEvent) => void;
  /** Asks the person whether to leave. */
  mayLeave: () => boolean;
}

let guard: Guard | null = null;

/** Sets the guard that is asked from now on; null removes it. */
export function setGuard(next: Guard | null): void {
  guard = next;
}

/** To be called before anything that leaves and is not a link, such as signing out or closing. True when nothing would be lost. */
export function mayLeave(): boolean {
  return guard?.mayLeave() ?? true;
}

/** The first listener on the window is called first, so this must be called before the router exists. */
export function listenBeforeRouter(): void {
  window.addEventListener('popstate', (event) => guard?.onPop(event));
}
