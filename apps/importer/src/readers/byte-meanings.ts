/** What a byte of UTF-8 tells of the text it is in. They are put together with `|`, over a row. */
export const GOOD = 0;
/** The first two bytes of U+FFFE and U+FFFF, which cannot be kept. One of them alone means nothing. */
const MAYBE_FIRST = 1;
const MAYBE_SECOND = 2;
/** A control character, or both of the above: the row needs a closer look. */
export const DOUBTFUL = 3;

/** The meaning of each byte; a list that may be changed. */
export function byteMeanings(): Uint8Array {
  const meanings = new Uint8Array(256).fill(DOUBTFUL, 0, 0x20);
  meanings[0xef] = MAYBE_FIRST;
  meanings[0xbf] = MAYBE_SECOND;
  return meanings;
}
