/** The product's languages, by their own names. The first is the default when a request asks for none of them. */
export const LANGUAGES = { en: 'English', es: 'Español' } as const;
export type Language = keyof typeof LANGUAGES;
export const DEFAULT_LANGUAGE: Language = 'en';

export const isLanguage = (text: string | null | undefined): text is Language =>
  text != null && Object.hasOwn(LANGUAGES, text);

/**
 * `{name}` marks a placeholder, `{name:format}` one with a format. A text that depends on `{count}` has a form for one
 * and a form for all other numbers.
 */
export type Text = string | { readonly one: string; readonly other: string };

/** Texts by key, each in every language. A text that lacks a language does not compile. */
export type Texts = Readonly<Record<string, Readonly<Record<Language, Text>>>>;

type PlacesIn<T extends string> = T extends `${string}{${infer Place}}${infer Rest}` ? Place | PlacesIn<Rest> : never;

/** The placeholders of a text, with their formats: `rows`, `bytes:size`. */
export type PlacesOf<T extends Text> = T extends { other: infer Other extends string }
  ? PlacesIn<Other>
  : PlacesIn<T & string>;

/** The values of a text's placeholders. */
export type Values = Record<string, string | number>;

/** Functions that format a value, by the name of the format. */
export type Formats = Readonly<Record<string, (value: string | number, language: Language) => string>>;

const writers = new Map<Language, { plural: Intl.PluralRules; number: Intl.NumberFormat }>();

/** Replaces the placeholders of a text. Numbers are formatted for the language. */
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

/** Formats whole numbers with grouping from 1,000 on. (By default, Spanish groups only from 10.000 on.) */
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
