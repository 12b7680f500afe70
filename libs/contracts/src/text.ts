/** The languages that the product speaks, as each calls itself. The first is the one for who asks for none of them. */
export const LANGUAGES = { en: 'English', es: 'Español' } as const;
export type Language = keyof typeof LANGUAGES;
export const DEFAULT_LANGUAGE: Language = 'en';

export const isLanguage = (text: string | null | undefined): text is Language =>
  text != null && Object.hasOwn(LANGUAGES, text);

/**
 * `{name}` marks a place to fill in, `{name:format}` one that is written in a way of its own. A text that depends on
 * `{count}` has a form for one and a form for the rest.
 */
export type Text = string | { readonly one: string; readonly other: string };

/** Texts by key, each in every language: one that lacks a language does not pass the type check. */
export type Texts = Readonly<Record<string, Readonly<Record<Language, Text>>>>;

type PlacesIn<T extends string> = T extends `${string}{${infer Place}}${infer Rest}` ? Place | PlacesIn<Rest> : never;

/** The places of a text, with their formats: `rows`, `bytes:size`. */
export type PlacesOf<T extends Text> = T extends { other: infer Other extends string }
  ? PlacesIn<Other>
  : PlacesIn<T & string>;

/** What fills the places of a text. */
export type Values = Record<string, string | number>;

/** How a format writes a value. */
export type Formats = Readonly<Record<string, (value: string | number, language: Language) => string>>;

const writers = new Map<Language, { plural: Intl.PluralRules; number: Intl.NumberFormat }>();

/** Fills the places of a text. Numbers are written as the language writes them. */
export function fillText(text: Text, language: Language, values: Values = {}, formats: Formats = {}): string {
  const { plural, number } = writersOf(language);
  const { count } = values;
  const isOne = typeof count === 'number' && plural.select(count) === 'one';
  const form = typeof text === 'string' ? text : text[isOne ? 'one' : 'other'];
  return form.replace(/\{(\w+)(?::(\w+))?\}/g, (place, name: string, format: string | undefined) => {
    const value = values[name];
    if (value === undefined) return place;
    if (format !== undefined) return formats[format]!(value, language);
    return typeof value === 'number' ? number.format(value) : value;
  });
}

/** Whole numbers, grouped from 1,000 on (Spanish would otherwise group from 10.000 on only). */
export function numberFormat(language: Language): Intl.NumberFormat {
  return writersOf(language).number;
}

function writersOf(language: Language) {
  let found = writers.get(language);
  if (!found) {
    const number = new Intl.NumberFormat(language, { useGrouping: 'always', maximumFractionDigits: 0 });
    found = { plural: new Intl.PluralRules(language), number };
    writers.set(language, found);
  }
  return found;
}
