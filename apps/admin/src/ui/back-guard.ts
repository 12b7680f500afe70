type Guard = (event: PopStateEvent) => void;

let guard: Guard | null = null;

/** Has Back and Forward heard by `next` before the router hears of them; null for nobody. */
export function guardBack(next: Guard | null): void {
  guard = next;
}

/** Who listens to the window first hears first: to be called before there is a router. */
export function listenBeforeRouter(): void {
  window.addEventListener('popstate', (event) => guard?.(event));
}
