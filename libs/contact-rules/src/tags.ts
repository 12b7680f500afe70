import { fold } from './fold.js';
import { tidyText } from './text.js';

/** Up to this many keys, searching a list is faster than building a set. */
const SHORT_LIST = 8;

/** A tag in quotes of its own, as Mailchimp writes all tags, up to the comma after it. A quote in it is written twice. */
const QUOTED = /\s*"((?:[^"]|"")*)"\s*(?=,|$)/y;

/**
 * The tags in a cell: separated by commas, trimmed, without quotes of their own, blanks and duplicates (by {@link fold}),
 * in the order of the cell. A tag that has a comma within its quotes is returned with it; no contact can have it.
 */
export function parseTags(cell: string): string[] {
  const hasQuotes = cell.includes('"');
  const tags: string[] = [];
  const keys: string[] = [];
  let seen: Set<string> | null = null;
  for (let start = 0, end: number; start <= cell.length; start = end + 1) {
    QUOTED.lastIndex = start;
    const quoted = hasQuotes ? QUOTED.exec(cell) : null;
    end = quoted ? QUOTED.lastIndex : cell.indexOf(',', start);
    if (end === -1) end = cell.length;
    const tag = tidyText(quoted ? quoted[1]!.replaceAll('""', '"') : cell.slice(start, end));
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

/** The cell of a download for these tags. {@link parseTags} is the inverse, so a tag that begins with a quote gets more. */
export function joinTags(tags: readonly string[]): string {
  return tags.map((tag) => (tag.startsWith('"') ? `"${tag.replaceAll('"', '""')}"` : tag)).join(', ');
}
