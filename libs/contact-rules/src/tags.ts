import { fold } from './fold.js';
import { tidyText } from './text.js';

/** Up to this many keys, searching a list is faster than building a set. */
const SHORT_LIST = 8;

/**
 * The tags in a cell: separated by commas, trimmed, without blanks and duplicates (by {@link fold}), in the order of
 * the cell.
 */
export function parseTags(cell: string): string[] {
  const tags: string[] = [];
  const keys: string[] = [];
  let seen: Set<string> | null = null;
  for (let start = 0, end: number; start <= cell.length; start = end + 1) {
    end = cell.indexOf(',', start);
    if (end === -1) end = cell.length;
    const tag = tidyText(cell.slice(start, end));
    if (tag === '') continue;
    const key = fold(tag);
    if (seen ? seen.has(key) : keys.includes(key)) continue;
    tags.push(tag);
    keys.push(key);
    if (seen) seen.add(key);
    else if (keys.length > SHORT_LIST) seen = new Set(keys);
  }
  return tags;
}

/** The cell of a download for these tags. {@link parseTags} is the inverse. */
export function joinTags(tags: readonly string[]): string {
  return tags.join(', ');
}
