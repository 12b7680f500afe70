const LAST_CODE_POINT = 0x10ffff;

/**
 * The strings that start with `prefix`, as a range: at least `gte`, less than `lt`, in the order in which MongoDB
 * compares strings (bytes of UTF-8, which is the order of code points).
 * @throws RangeError when nothing comes after them, as for the empty prefix: there is no such range
 */
export function prefixRange(prefix: string): { gte: string; lt: string } {
  const points = Array.from(prefix, (character) => character.codePointAt(0)!);
  while (points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  if (last === undefined) throw new RangeError('No string comes after every string with this prefix');
  // Surrogates are no characters: after U+D7FF comes U+E000.
  points.push(last === 0xd7ff ? 0xe000 : last + 1);
  return { gte: prefix, lt: String.fromCodePoint(...points) };
}
