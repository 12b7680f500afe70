import type { Language, PlacesOf, Text, Texts } from '../text.js';
import type { Word } from './words.js';

/** What a place takes: a size in bytes, a word that is translated too, or a text or number as it is. */
type ValueOf<Place extends string> = Place extends `${string}:size`
  ? number
  : Place extends `${string}:word`
    ? Word
    : string | number;

/** The parameters of a sentence by their names; none without places. */
export type ParametersOf<T extends Text> = {
  [Place in PlacesOf<T> as Place extends `${infer Name}:${string}` ? Name : Place]: ValueOf<Place>;
};

/** A sentence whose languages name different parameters is no sentence. */
type SameParameters<S extends Record<Language, Text>> = {
  [L in Language]: [PlacesOf<S['en']>, PlacesOf<S[L]>] extends [PlacesOf<S[L]>, PlacesOf<S['en']>]
    ? S[L]
    : { 'names other parameters than the English text': PlacesOf<S['en']> };
};

/**
 * Sentences by code, in every language, with the same parameters in each; otherwise they do not pass the type check.
 * Where one code has several sentences, a slash parts it from what tells them apart: `not_ready/export`.
 */
export function sentences<const S extends Texts>(texts: S & { [Code in keyof S]: SameParameters<S[Code]> }): S {
  return texts;
}
