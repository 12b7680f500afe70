import { Readable } from 'node:stream';
import type { ObjectStore } from '#storage';

/** What the check of a file needs of an object store, in memory: thousands of files a minute are checked. */
export class MemoryStore {
  readonly objects = new Map<string, Buffer>();

  /** Where an {@link ObjectStore} is expected. */
  get asStore(): ObjectStore {
    return this as unknown as ObjectStore;
  }

  get(key: string, from = 0): Promise<Readable> {
    return Promise.resolve(Readable.from([this.objects.get(key)!.subarray(from)]));
  }

  put(key: string, body: Buffer | string): Promise<void> {
    this.objects.set(key, Buffer.from(body));
    return Promise.resolve();
  }

  size(key: string): Promise<number | null> {
    return Promise.resolve(this.objects.get(key)?.length ?? null);
  }

  delete(key: string): Promise<void> {
    this.objects.delete(key);
    return Promise.resolve();
  }

  writer(key: string) {
    const pieces: Buffer[] = [];
    return {
      key,
      write: (data: string | Buffer) => Promise.resolve(void pieces.push(Buffer.from(data))),
      end: () => this.put(key, Buffer.concat(pieces)),
      abandon: () => Promise.resolve(),
    };
  }
}
