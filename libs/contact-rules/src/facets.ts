import { createHash } from 'node:crypto';
import type { ContactState } from './contact-state.js';
import { fold } from './fold.js';
import { cutText } from './name-sort-key.js';
import { tidyText, utf8Length } from './text.js';

/** Maximum length of a facet, in bytes of UTF-8. */
export const FACET_BYTES = 192;
const PREFIX_LENGTH = 32;

/**
 * The facets of a contact: the folded strings that filters match. `t:cat` stands for a tag, `v:city` for having a
 * value, and `v:city=london` for the value itself. Two texts that differ by {@link fold} have different facets: an `=`
 * or `\` inside a value name is escaped with `\`.
 *
 * A facet longer than {@link FACET_BYTES} is shortened to keep index keys small. It becomes `t#` or `v#`, the beginning
 * of the text, `#`, and 132 bits of the SHA-256 of the whole text. Comparing for equality still works; collisions are
 * practically impossible.
 */
export function facetsOf(contact: ContactState): string[] {
  const facets: string[] = [];
  for (const tag of contact.tags) facets.push(facetForTag(tag));
  for (const { name, value } of contact.values) facets.push(facetForValueName(name), facetForValue(name, value));
  return facets;
}

/** The facet of the contacts that have this tag. */
export function facetForTag(tag: string): string {
  return bounded('t', fold(tidyText(tag)));
}

/** The facet of the contacts that have any value of this name. */
export function facetForValueName(name: string): string {
  return bounded('v', escaped(name));
}

/** The facet of the contacts whose value of this name is `value`. */
export function facetForValue(name: string, value: string): string {
  return bounded('v', `${escaped(name)}=${fold(tidyText(value))}`);
}

/**
 * The facet of the contacts that this import was the last to create or change. {@link facetsOf} does not include it.
 */
export function facetForImport(importId: string): string {
  return `i:${importId}`;
}

/** The facet of the contacts that are marked as "do not contact". {@link facetsOf} does not include it. */
export const OPT_OUT_FACET = 'o:yes';

function escaped(name: string): string {
  return fold(tidyText(name)).replace(/[\\=]/g, '\\$&');
}

function bounded(kind: 't' | 'v', text: string): string {
  const facet = `${kind}:${text}`;
  if (facet.length * 3 <= FACET_BYTES || utf8Length(facet) <= FACET_BYTES) return facet;
  const hash = createHash('sha256').update(facet).digest('base64url').slice(0, 22);
  return `${kind}#${cutText(text, PREFIX_LENGTH)}#${hash}`;
}
