/** A share of something. To give it back again does nothing. */
export interface Share<T> {
  value: T;
  release: () => Promise<void>;
}

/**
 * What the services of a process share, such as the client of a database. The first one that asks for a key opens it,
 * and it is closed when the last one has given its share back.
 */
export class Shared<T> {
  private readonly open = new Map<string, { value: T; users: number }>();

  constructor(private readonly close: (value: T) => unknown) {}

  share(key: string, make: () => T): Share<T> {
    const entry = this.open.get(key) ?? { value: make(), users: 0 };
    this.open.set(key, entry);
    entry.users += 1;
    let released = false;
    return {
      value: entry.value,
      release: async () => {
        if (released) return;
        released = true;
        entry.users -= 1;
        if (entry.users > 0) return;
        this.open.delete(key);
        await this.close(entry.value);
      },
    };
  }
}
