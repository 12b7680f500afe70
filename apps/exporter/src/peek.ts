/**
 * Reads the first item of a sequence; the returned sequence still has all items. `first` is undefined when it is empty.
 */
export async function peek<T>(
  items: AsyncGenerator<T>,
): Promise<{ first: T | undefined; all: () => AsyncGenerator<T> }> {
  const head = await items.next();
  async function* all(): AsyncGenerator<T> {
    try {
      if (head.done) return;
      yield head.value;
      yield* items;
    } finally {
      await items.return(undefined);
    }
  }
  return { first: head.done ? undefined : head.value, all };
}
