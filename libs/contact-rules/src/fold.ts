const SHARP_S = 0xdf;
const MICRO_SIGN = 0xb5;

/**
 * The key by which tags, value names and values compare: the same for texts that differ only in case or in Unicode
 * form (`Café` = `CAFÉ`, composed or decomposed), different for everything else (`Cafe`). `ß` is `ss`, every sigma
 * is one sigma, and the dotless `ı` is `i`, because both are written `I`.
 *
 * Idempotent, so a key may be folded again. A key is never blank when the text is not.
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
 * {@link fold} without accents either (`café` = `cafe`): what search words and the order of names are made of.
 * Only marks go; `ø` and `ł` are letters of their own.
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

/** Latin-1 has one form and folds by lower case alone, except for two letters. */
function isSimpleLatin(text: string, from: number): boolean {
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff || code === SHARP_S || code === MICRO_SIGN) return false;
  }
  return true;
}

/**
 * Unicode's canonical caseless matching (The Unicode Standard, D145). JavaScript has no case folding; lower, upper
 * and lower again comes to the same: the first turns `ẞ` into `ß`, the second that into `SS`.
 */
function foldAny(text: string): string {
  return text.normalize('NFD').toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}
