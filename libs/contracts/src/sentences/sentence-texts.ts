import type { Language, PlacesOf, Text, Texts } from '../text.js';
import type { Word } from './words.js';

/**
 * The type of a placeholder's value: a size in bytes, a word that is translated too, a country by its ISO 3166 code, or a
 * text or number used as it is.
 */
type ValueOf<Place extends string> = Place extends `${string}:size`
  ? number
  : Place extends `${string}:word`
    ? Word
    : string | number;

/** The parameters of a sentence, by name; none when it has no placeholders. */
export type ParametersOf<T extends Text> = {
  [Place in PlacesOf<T> as Place extends `${infer Name}:${string}` ? Name : Place]: ValueOf<Place>;
};

/** Refuses a sentence whose languages have different parameters. */
type SameParameters<S extends Record<Language, Text>> = {
  [L in Language]: [PlacesOf<S['en']>, PlacesOf<S[L]>] extends [PlacesOf<S[L]>, PlacesOf<S['en']>]
    ? S[L]
    : { 'names other parameters than the English text': PlacesOf<S['en']> };
};

/**
 * Sentences by code, in every language. All languages must have the same parameters; otherwise the code does not
 * compile. When one code has several sentences, a slash separates it from the part that distinguishes them:
 * `not_ready/export`.
 */
export function sentences<const S extends Texts>(texts: S & { [Code in keyof S]: SameParameters<S[Code]> }): S {
  return texts;
}
