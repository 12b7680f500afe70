import { expect, it } from 'vitest';
import { TagSpelling } from './tag-spelling.js';

it('spells tags as the file first does', () => {
  const spelling = new TagSpelling();
  expect(spelling.spell(['VIP', 'Café'])).toEqual(['VIP', 'Café']);
  expect(spelling.spell(['dog', 'vip', 'CAFE\u0301', 'Cafe'])).toEqual(['dog', 'VIP', 'Café', 'Cafe']);
});

it('holds a bounded number of them', () => {
  const spelling = new TagSpelling();
  for (let i = 0; i < 100_000; i++) spelling.spell([`t${i}`]);
  expect(spelling.spell(['T7', 'More'])).toEqual(['t7', 'More']);
  expect(spelling.spell(['more'])).toEqual(['more']);
});
