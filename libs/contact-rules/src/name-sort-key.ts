import { foldAccents } from './fold.js';

/** Maximum length of a sort key, in UTF-16 code units. */
export const NAME_SORT_KEY_LENGTH = 128;

/**
 * The key for sorting contacts by name: without case and accents (`Álvaro` is next to `Alvaro`), cut to {@link
 * NAME_SORT_KEY_LENGTH}. Names can share a key, so use the phone as the second sort field.
 */
export function nameSortKey(name: string): string {
  return cutText(foldAccents(name), NAME_SORT_KEY_LENGTH);
}

/** The first `length` code units of a text, or one fewer where the cut would split a surrogate pair. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
