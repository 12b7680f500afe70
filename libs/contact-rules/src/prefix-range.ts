const LAST_CODE_POINT = 0x10ffff;

/**
 * The range of strings that start with `prefix`: at least `gte` and less than `lt`, in the order in which MongoDB
 * compares strings (by UTF-8 bytes, which is the order of code points).
 * @throws RangeError when no string sorts after the range, as for the empty prefix
 */
export function prefixRange(prefix: string): { gte: string; lt: string } {
  const points = Array.from(prefix, (character) => character.codePointAt(0)!);
  while (points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  if (last === undefined) throw new RangeError('No string comes after every string with this prefix');
  // Surrogates are not characters: the code point after U+D7FF is U+E000.
  points.push(last === 0xd7ff ? 0xe000 : last + 1);
  return { gte: prefix, lt: String.fromCodePoint(...points) };
}
