const SHARP_S = 0xdf;
const MICRO_SIGN = 0xb5;

/**
 * The key by which tags, value names and values are compared. Texts that differ only in case or in Unicode form have
 * the same key (`Café` = `CAFÉ`, composed or decomposed). All other texts have different keys (`Cafe`). `ß` becomes
 * `ss`, all forms of sigma become one, and the dotless `ı` becomes `i`, because both are written `I` in upper case.
 *
 * Idempotent: folding a key gives the same key. The key of a text that is not blank is not blank.
 */
export function fold(text: string): string {
  let hasCapital = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return isSimpleLatin(text, i) ? text.toLowerCase() : foldAny(text);
    if (code >= 0x41 && code <= 0x5a) hasCapital = true;
  }
  return hasCapital ? text.toLowerCase() : text;
}

/**
 * {@link fold} that also removes accents (`café` = `cafe`). Used for search words and for sorting by name. It removes
 * combining marks only; `ø` and `ł` are separate letters and stay.
 */
export function foldAccents(text: string): string {
  const folded = fold(text);
  if (isAscii(folded)) return folded;
  return folded
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFC');
}

/** True when every character is ASCII. */
export function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) return false;
  return true;
}

/** True for Latin-1 texts that lower case alone folds correctly: all but two Latin-1 letters. */
function isSimpleLatin(text: string, from: number): boolean {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff || code === SHARP_S || code === MICRO_SIGN) return false;
  }
  return true;
}

/**
 * Unicode's canonical caseless matching (The Unicode Standard, D145). JavaScript has no case folding. Lower, upper and
 * lower case in turn give the same result: the first step turns `ẞ` into `ß`, the second turns that into `SS`.
 */
function foldAny(text: string): string {
  return text.normalize('NFD').toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}
