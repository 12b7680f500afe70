import type { Limits } from '#contracts';

/** True when there is only white space. */
export function isBlank(text: string): boolean {
  const first = text.charCodeAt(0);
  return !(first > 0x20 && first < 0x80) && text.trim() === '';
}

/**
 * The stored form of a text: trimmed, and with every line break as a line feed, because CSV files and workbooks do not
 * preserve other line breaks.
 */
export function tidyText(text: string): string {
  const trimmed = isTrimmed(text) ? text : text.trim();
  return trimmed.includes('\r') ? trimmed.replace(/\r\n?/g, '\n') : trimmed;
}

/** The row error of a tidied text, whatever it is used for; null when the text is valid. */
export function textProblem(text: string, limits: Limits): 'cell_too_long' | 'control_character' | null {
  if (isLongerThan(text, limits.cellBytes)) return 'cell_too_long';
  return hasForbiddenCharacter(text) ? 'control_character' : null;
}

/** True when a text is longer than `bytes` bytes of UTF-8. */
export function isLongerThan(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && utf8Length(text) > bytes;
}

/** True when a text has more than `characters` characters (Unicode code points). */
export function hasMoreCharactersThan(text: string, characters: number): boolean {
  if (text.length <= characters) return false;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    if (isPairAt(text, i)) i++;
    if (++count > characters) return true;
  }
  return false;
}

/** The length of a text in bytes of UTF-8. A lone surrogate counts as three bytes, like U+FFFD. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (isPairAt(text, i)) {
      bytes += 4;
      i++;
    } else bytes += 3;
  }
  return bytes;
}

function isTrimmed(text: string): boolean {
  if (text === '') return true;
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return first > 0x20 && first < 0x80 && last > 0x20 && last < 0x80;
}

/**
 * What XML, and so a workbook, cannot hold: control characters other than tab and line ends, lone surrogates, U+FFFE,
 * U+FFFF.
 */
function hasForbiddenCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x20 && code < 0xd800) continue;
    if (code < 0x20) {
      if (code !== 0x09 && code !== 0x0a && code !== 0x0d) return true;
    } else if (code < 0xe000) {
      if (!isPairAt(text, i)) return true;
      i++;
    } else if (code >= 0xfffe) return true;
  }
  return false;
}

function isPairAt(text: string, i: number): boolean {
  if ((text.charCodeAt(i) & 0xfc00) !== 0xd800) return false;
  return (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
}
