/** What a byte of UTF-8 means for its text. The meanings of all bytes of a row are combined with `|`. */
export const GOOD = 0;
/** The first two bytes of U+FFFE and U+FFFF, which cannot be stored. One of these two bytes alone is harmless. */
const MAYBE_FIRST = 1;
const MAYBE_SECOND = 2;
/** A control character, a quote (of a tag), or both bytes above: the row needs a closer check. */
export const DOUBTFUL = 3;

const QUOTE = 0x22;

/** The meaning of each byte. Returns a new array that the caller may change. */
export function byteMeanings(): Uint8Array {
  const meanings = new Uint8Array(256).fill(DOUBTFUL, 0, 0x20);
  meanings[QUOTE] = DOUBTFUL;
  meanings[0xef] = MAYBE_FIRST;
  meanings[0xbf] = MAYBE_SECOND;
  return meanings;
}
