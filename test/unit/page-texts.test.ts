import { describe, expect, it } from 'vitest';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Text, Texts } from '#contracts';
import { ROOT } from '../../tools/product/service-process.js';

/** Texts that say the same in both languages. */
const SAME = [
  ...['audit.other', 'history.value', 'download.csv', 'download.xlsx', 'filter.no', 'people.hasNot'],
  ...['nav.webhooks', 'people.reachability'],
];

const FOLDER = path.join(ROOT, 'apps/admin/src/i18n/catalogue');
const areas = await Promise.all(
  readdirSync(FOLDER).map(async (file) =>
    Object.values((await import(path.join(FOLDER, file))) as Record<string, Texts>),
  ),
);
const texts = areas.flat().flatMap((area) => Object.entries(area));
const formsOf = (text: Text): string[] => (typeof text === 'string' ? [text] : [text.one, text.other]);
const placesOf = (form: string): string[] => (form.match(/\{.+?\}/g) ?? []).sort();
/** The form for one need not say the number. */
const placesOfBoth = (text: Text): string[][] => {
  const { one, other } = typeof text === 'string' ? { one: text, other: text } : text;
  return [placesOf(one).filter((place) => place !== '{count}'), placesOf(other)];
};

describe('the texts of the page', () => {
  it('have keys of their own', () => {
    const keys = texts.map(([key]) => key);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  });

  it('are not blank in any language, and not the English ones in another', () => {
    const untold = texts.filter(([, text]) => formsOf(text.es).some((form) => form.trim() === ''));
    const same = texts.filter(
      ([key, { en, es }]) => !SAME.includes(key) && formsOf(es).some((form) => formsOf(en).includes(form)),
    );
    expect([untold, same.map(([key, { en }]) => [key, en])]).toEqual([[], []]);
  });

  it('have the same placeholders in every language', () => {
    const wrong = texts.filter(([, { en, es }]) => !isDeepStrictEqual(placesOfBoth(es), placesOfBoth(en)));
    expect(wrong.map(([key]) => key)).toEqual([]);
  });
});
