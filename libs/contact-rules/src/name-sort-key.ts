import { foldAccents } from './fold.js';

/** Longest sort key, in UTF-16 code units. */
export const NAME_SORT_KEY_LENGTH = 128;

/**
 * The key by which contacts sort by name: without case and accents (`Álvaro` stands beside `Alvaro`), cut to
 * {@link NAME_SORT_KEY_LENGTH}. Two names may share a key: sort by the phone after it.
 */
export function nameSortKey(name: string): string {
  return cutText(foldAccents(name), NAME_SORT_KEY_LENGTH);
}

/** The first `length` code units of a text, one less where that would split a character in two. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
