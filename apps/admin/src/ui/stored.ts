/** `local` is remembered permanently, `session` for as long as the tab is open. */
type Span = 'local' | 'session';
const storage = (span: Span): Storage => (span === 'local' ? localStorage : sessionStorage);

/** Reads what this browser remembers. Null when nothing is stored or storage is blocked. */
export function readStored(key: string, span: Span = 'local'): string | null {
  try {
    return storage(span).getItem(key);
  } catch {
    return null;
  }
}

/** Remembers something in this browser; null deletes it. Does nothing where storage is blocked. */
export function writeStored(key: string, value: string | null, span: Span = 'local'): void {
  try {
    if (value === null) storage(span).removeItem(key);
    else storage(span).setItem(key, value);
  } catch {
    // The page also works without stored preferences.
  }
}
