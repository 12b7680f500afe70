import { expect, it } from 'vitest';
import { columnLetters } from '#contact-rules';
import { columnOf, MAX_COLUMNS } from './cell-reference.js';

it('understands the letters of every column', () => {
  for (let column = 0; column < MAX_COLUMNS; column++) expect(columnOf(`${columnLetters(column)}12`)).toBe(column);
});

it.each(['', '12', 'XFE1', 'ZZZZZZZZZZZZ1', 'a1', '$A$1', 'Ä1'])('knows no column "%s"', (reference) => {
  expect(columnOf(reference)).toBe(-1);
});
