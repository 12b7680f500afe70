/** Looks at the first item of a sequence, which then still gives all of them. `first` is undefined when there is none. */
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
