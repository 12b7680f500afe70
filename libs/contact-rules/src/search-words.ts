import { foldAccents, isAscii } from './fold.js';

/**
 * The words of a text, for searching: runs of letters and digits, without case and accents, in order and without
 * duplicates. Used for the names of contacts and for search texts.
 */
export function searchWords(text: string): string[] {
  const plain = foldAccents(text);
  const words = isAscii(plain) ? asciiRuns(plain) : plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return words.length < 2 ? words : [...new Set(words)];
}

function asciiRuns(plain: string): string[] {
  const runs: string[] = [];
  let start = -1;
  for (let i = 0; i < plain.length; i++) {
    const code = plain.charCodeAt(i);
    const isPart = (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
    if (isPart && start === -1) start = i;
    else if (!isPart && start !== -1) {
      runs.push(plain.slice(start, i));
      start = -1;
    }
  }
  if (start !== -1) runs.push(plain.slice(start));
  return runs;
}

/** The search terms of a contact: the words of its name. A search matches the beginning of a term. */
export function termsOf(name: string): string[] {
  return searchWords(name);
}
