import { describe, expect, it } from 'vitest';
import { text } from 'node:stream/consumers';
import { writeMembersCsv } from './write-members-csv.js';

describe('the file of a frozen audience', () => {
  it.each<[string[][], string]>([
    [[], 'phone\r\n'],
    [[[]], 'phone\r\n'],
    [[['34600000001']], 'phone\r\n34600000001\r\n'],
    [[['1', '2'], [], ['3']], 'phone\r\n1\r\n2\r\n3\r\n'],
  ])('of %j is a header and a phone a line', async (pieces, expected) => {
    async function* read() {
      for (const piece of pieces) yield await Promise.resolve(piece);
    }
    expect(await text(writeMembersCsv(read()))).toBe(expected);
  });
});
