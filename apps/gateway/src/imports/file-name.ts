const MAX_CHARACTERS = 255;
/** Control characters, and those that change the direction of text, which can make `exe.vsc` look like `csv.exe`. */
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * The name under which an upload is shown and downloaded. It has no path and no control characters, and at most 255
 * characters including the extension. It is never used as a path or as a key in the object store.
 */
export function safeFileName(given: string | undefined): string {
  const base = (given ?? '').normalize('NFC').split(/[/\\]/).at(-1)!;
  const name = base.replace(UNSAFE, '').trim().replace(/^\.+/, '').trim();
  return name === '' ? 'upload' : shorten(name);
}

/** `customers.csv` → `customers-errors.csv`. The file of rejected and duplicate rows is always CSV. */
export function errorFileName(fileName: string): string {
  return `${shorten(withoutEnding(fileName), MAX_CHARACTERS - '-errors.csv'.length)}-errors.csv`;
}

function withoutEnding(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

function shorten(name: string, limit = MAX_CHARACTERS): string {
  const characters = Array.from(name);
  if (characters.length <= limit) return name;
  const stem = withoutEnding(name);
  const ending = Array.from(name.slice(stem.length)).slice(0, 10);
  return [...Array.from(stem).slice(0, limit - ending.length), ...ending].join('');
}
