import { expect, it } from 'vitest';
import { linesOf } from './lines-of.js';

it.each([
  ['', 0],
  ['a,b\nc,d\n', 2],
  ['a\n\n\nb', 3],
  ['a,b\r\nć,d\r\n\r\n', 3],
  [`${'a'.repeat(100_000)}\n`.repeat(20), 20],
])('counts lines of %j', async (text, lines) => {
  expect(await linesOf(new Response(text))).toBe(lines);
});
