import type { Readable } from 'node:stream';
import { RECORD_SEPARATOR } from './checked-objects.js';

/** A record of an object, without its separator. `from` and `to` are byte offsets; `to` is after the separator. */
export interface ObjectRecord {
  text: string;
  from: number;
  to: number;
}

/**
 * Reads the records of an object, as many at a time as have arrived. Destroys the stream at the end.
 * @param at the offset in the object at which the stream starts
 */
export async function* readRecords(bytes: Readable, at = 0): AsyncGenerator<ObjectRecord[]> {
  let rest: Buffer[] = [];
  let from = at;
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      const end = chunk.lastIndexOf(RECORD_SEPARATOR);
      if (end === -1) {
        rest.push(chunk);
        continue;
      }
      const text = Buffer.concat([...rest, chunk.subarray(0, end)]).toString();
      rest = [chunk.subarray(end + 1)];
      yield text.split(String.fromCharCode(RECORD_SEPARATOR)).map((record) => {
        const to = from + Buffer.byteLength(record) + 1;
        const found = { text: record, from, to };
        from = to;
        return found;
      });
    }
  } finally {
    bytes.destroy();
  }
}
