import { catalogue } from './catalogue.js';
import { fillText, type Language, type PlacesOf, type Text, type Texts, type Values } from '#contracts';

/** The arguments of a text: nothing, or a value for each of its placeholders. */
type Arguments<T extends Text> = [PlacesOf<T>] extends [never] ? [] : [Record<PlacesOf<T>, string | number>];

/** The keys of texts without placeholders, of the catalogue or of an area. */
export type PlainKey<C extends Texts = typeof catalogue> = {
  [K in keyof C]: Arguments<C[K]['en']> extends [] ? K : never;
}[keyof C];

/** The keys of texts of the catalogue without placeholders. */
export type PlainTextKey = PlainKey;

/** Looks up a text and fills in its placeholders; numbers are formatted in the language. */
export type Translate<C extends Texts = typeof catalogue> = <K extends keyof C & string>(
  key: K,
  ...values: Arguments<C[K]['en']>
) => string;

/** The catalogue's texts and those of an area that is loaded with its pages. */
export type AreaTexts<A extends Texts> = typeof catalogue & A;

/** Creates the look-up function for one language: for the catalogue, and for an area if one is given. */
export function translator(language: Language): Translate;
export function translator<A extends Texts>(language: Language, area: A): Translate<AreaTexts<A>>;
export function translator(language: Language, area: Texts = {}) {
  const texts: Texts = { ...catalogue, ...area };
  return (key: string, values?: Values): string => fillText(texts[key]![language], language, values);
}
