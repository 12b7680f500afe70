import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ObjectStore } from '#storage';

const MiB = 1024 * 1024;
const TYPE = 'application/octet-stream';
/** A little more than two parts, so that parts are sent before the end. */
const LARGE = 11 * MiB + 7;

/** On the real S3 server, in a separate bucket. */
describe('the object store', () => {
  let store: ObjectStore;

  beforeAll(async () => {
    store = new ObjectStore({
      endpoint: process.env.S3_ENDPOINT,
      publicEndpoint: undefined,
      region: 'us-east-1',
      bucket: `test-${randomBytes(5).toString('hex')}`,
      accessKeyId: process.env.S3_ACCESS_KEY_ID!,
      secretAccessKey: process.env.S3_SECRET_ACCESS_KEY!,
    });
    await Promise.all([store.ensureBucket(), store.ensureBucket()]);
    await store.ensureBucket();
  });
  afterAll(() => store?.close());

  const read = async (key: string, from?: number) => buffer(await store.get(key, from));
  const keys = async (prefix: string) => {
    const found: string[] = [];
    for await (const { key } of store.list(prefix)) found.push(key);
    return found;
  };
  /** Aborts all unfinished uploads and returns their number. */
  const unfinished = () => store.abortStaleUploads(new Date(Date.now() + 60_000));
  const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

  describe('written piece by piece', () => {
    it.each<[string, number, number]>([
      ['nothing', 0, 1],
      ['one bit', 10, 10],
      ['one part exactly', 5 * MiB, MiB],
      ['one byte more than a part', 5 * MiB + 1, 1_000_003],
      ['several parts of small bits', LARGE, 70_001],
      ['one bit larger than several parts', LARGE, LARGE],
    ])('holds %s, once it has ended and not before', async (_, size, piece) => {
      const bytes = randomBytes(size);
      const key = `bits/${size}-${piece}`;
      const writer = store.writer(key, TYPE);
      expect(writer.key).toBe(key);
      for (let from = 0; from < size; from += piece) await writer.write(bytes.subarray(from, from + piece));
      expect(await store.size(key)).toBeNull();
      await writer.end();
      expect(await store.size(key)).toBe(size);
      expect(sha(await read(key))).toBe(sha(bytes));
    });

    it('stores text as UTF-8, also when a part ends within a character', async () => {
      const texts = ['a', 'é'.repeat(MiB), '李'.repeat(MiB + 1), '😀'.repeat(MiB), 'z'.repeat(100)];
      const writer = store.writer('bits/text', TYPE);
      for (const text of texts) await writer.write(text);
      await writer.end();
      expect(sha(await read('bits/text'))).toBe(sha(Buffer.from(texts.join(''))));
    });

    it.each([100, LARGE])('leaves nothing behind when it is abandoned after %i bytes', async (size) => {
      const writer = store.writer('given-up', TYPE);
      await writer.write(randomBytes(size));
      await writer.abandon();
      expect(await store.size('given-up')).toBeNull();
      expect(await unfinished()).toBe(0);
    });

    it.each([100, LARGE])('fails with the reason of its abort, after %i bytes', async (size) => {
      const stop = new AbortController();
      const writer = store.writer('stopped', TYPE, stop.signal);
      await writer.write(randomBytes(size));
      stop.abort(new Error('cancelled'));
      await expect(writer.end()).rejects.toThrow('cancelled');
      await writer.abandon();
      expect(await store.size('stopped')).toBeNull();
      expect(await unfinished()).toBe(0);
    });
  });

  describe('given a stream', () => {
    it.each([0, 10, LARGE])('stores its %i bytes', async (size) => {
      const bytes = randomBytes(size);
      await store.upload(`streams/${size}`, Readable.from([bytes]), TYPE);
      expect(sha(await read(`streams/${size}`))).toBe(sha(bytes));
    });

    it('leaves nothing behind when the stream fails', async () => {
      const broken = Readable.from(
        (function* () {
          yield randomBytes(LARGE);
          throw new Error('the browser went away');
        })(),
      );
      await expect(store.upload('broken', broken, TYPE)).rejects.toThrow('the browser went away');
      expect(broken.destroyed).toBe(true);
      expect(await store.size('broken')).toBeNull();
      expect(await unfinished()).toBe(0);
    });

    it('accepts no stream that was aborted before it began', async () => {
      const stopped = AbortSignal.abort(new Error('cancelled'));
      await expect(store.upload('late', Readable.from([Buffer.from('x')]), TYPE, stopped)).rejects.toThrow('cancelled');
      expect(await store.size('late')).toBeNull();
    });
  });

  it.each([
    [0, 'abcdef'],
    [1, 'bcdef'],
    [5, 'f'],
  ])('reads an object from byte %i on', async (from, expected) => {
    await store.put('range', 'abcdef', TYPE);
    expect((await read('range', from)).toString()).toBe(expected);
  });

  it('lists what is under a prefix in the order of the keys, and nothing that was removed', async () => {
    for (const key of ['list/b', 'list/a', 'list/c', 'listed-elsewhere']) await store.put(key, key, TYPE);
    await store.delete('list/c');
    await store.delete('list/c');
    expect(await keys('list/')).toEqual(['list/a', 'list/b']);
    expect(await keys('nothing/')).toEqual([]);
  });

  it('aborts old unfinished uploads, and keeps recent ones', async () => {
    const writer = store.writer('unfinished', TYPE);
    await writer.write(randomBytes(LARGE));
    expect(await store.abortStaleUploads(new Date(Date.now() - 3_600_000))).toBe(0);
    expect(await unfinished()).toBe(1);
    await expect(writer.end()).rejects.toThrow();
    expect(await store.size('unfinished')).toBeNull();
  });

  it('serves a file to everybody with its URL, under the given name', async () => {
    await store.put('named', 'id,name\r\n', 'text/csv');
    const answer = await fetch(await store.signedUrl('named', { name: 'März.csv', contentType: 'text/csv' }, 60));
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="M_rz.csv"; filename*=UTF-8''M%C3%A4rz.csv`,
    );
    expect(answer.headers.get('content-type')).toBe('text/csv');
    expect(await answer.text()).toBe('id,name\r\n');
  });
});
