import { catalogue } from './catalogue.js';
import type { TextKey } from './catalogue.js';
import type { Language, Text } from './texts.js';

type Places<T extends string> = T extends `${string}{${infer Place}}${infer Rest}` ? Place | Places<Rest> : never;
type English<K extends TextKey> = (typeof catalogue)[K]['en'];
type PlacesOf<T extends Text> = T extends { other: infer Other extends string } ? Places<Other> : Places<T & string>;

/** What a text must be given: nothing, or a value for each of its places. */
export type TextArguments<K extends TextKey> = [PlacesOf<English<K>>] extends [never]
  ? []
  : [Record<PlacesOf<English<K>>, string | number>];

/** The texts that need nothing to fill in. */
export type PlainTextKey = { [K in TextKey]: TextArguments<K> extends [] ? K : never }[TextKey];

/** Looks up a text and fills its places in; numbers are written as the language writes them. */
export type Translate = <K extends TextKey>(key: K, ...values: TextArguments<K>) => string;

/** Makes the look-up for one language. */
export function translator(language: Language): Translate {
  const plural = new Intl.PluralRules(language);
  const number = numberFormat(language);
  return (key, ...[values]) => {
    const text: Text = catalogue[key][language];
    const given = (values ?? {}) as Record<string, string | number>;
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
