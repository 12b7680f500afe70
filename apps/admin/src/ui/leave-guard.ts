/** Who stands before changes that are not saved, while there are some. */
interface Guard {
  /** Hears of Back and Forward before the router does. */
  onPop: (event: PopStateEvent) => void;
  /** Asks. */
  mayLeave: () => boolean;
}

let guard: Guard | null = null;

/** From now on this one is asked; null: nobody. */
export function setGuard(next: Guard | null): void {
  guard = next;
}

/** To be asked by what leads away and is no link, such as signing out or closing. True when nothing would be lost. */
export function mayLeave(): boolean {
  return guard?.mayLeave() ?? true;
}

/** Who listens to the window first hears first: to be called before there is a router. */
export function listenBeforeRouter(): void {
  window.addEventListener('popstate', (event) => guard?.onPop(event));
}
