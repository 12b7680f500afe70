import { catalogue } from './catalogue.js';
import type { Language, Text, Texts } from './texts.js';

type Places<T extends string> = T extends `${string}{${infer Place}}${infer Rest}` ? Place | Places<Rest> : never;
type PlacesOf<T extends Text> = T extends { other: infer Other extends string } ? Places<Other> : Places<T & string>;

/** What a text must be given: nothing, or a value for each of its places. */
type Arguments<T extends Text> = [PlacesOf<T>] extends [never] ? [] : [Record<PlacesOf<T>, string | number>];

/** The keys of texts that need nothing to fill in, of the catalogue or of an area. */
export type PlainKey<C extends Texts = typeof catalogue> = {
  [K in keyof C]: Arguments<C[K]['en']> extends [] ? K : never;
}[keyof C];

/** The texts of the catalogue that need nothing to fill in. */
export type PlainTextKey = PlainKey;

/** Looks up a text and fills its places in; numbers are written as the language writes them. */
export type Translate<C extends Texts = typeof catalogue> = <K extends keyof C & string>(
  key: K,
  ...values: Arguments<C[K]['en']>
) => string;

/** The catalogue's texts and those of an area that is fetched with its pages. */
export type AreaTexts<A extends Texts> = typeof catalogue & A;

/** Makes the look-up for one language: of the catalogue, and of an area if one is given. */
export function translator(language: Language): Translate;
export function translator<A extends Texts>(language: Language, area: A): Translate<AreaTexts<A>>;
export function translator(language: Language, area: Texts = {}) {
  const texts: Texts = { ...catalogue, ...area };
  const plural = new Intl.PluralRules(language);
  const number = numberFormat(language);
  return (key: string, given: Record<string, string | number> = {}): string => {
    const text = texts[key]![language];
    const form = typeof text === 'string' ? text : text[isOne(plural, given['count']) ? 'one' : 'other'];
    return form.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = given[name];
      return typeof value === 'number' ? number.format(value) : (value ?? place);
    });
  };
}

/** Whole numbers, grouped from 1,000 on (Spanish would otherwise group from 10.000 on only). */
export function numberFormat(language: Language): Intl.NumberFormat {
  return new Intl.NumberFormat(language, { useGrouping: 'always', maximumFractionDigits: 0 });
}

function isOne(plural: Intl.PluralRules, count: string | number | undefined): boolean {
  return typeof count === 'number' && plural.select(count) === 'one';
}
