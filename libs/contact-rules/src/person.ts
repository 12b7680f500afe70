import type { PersonTag } from '#contracts';
import { fold } from './fold.js';

/**
 * The tags of one person's contacts in several accounts, each once with the accounts that have it, in the order in which
 * they come. A tag is shown as the first account writes it.
 */
export function tagsSideBySide(contacts: readonly { accountId: string; tags: readonly string[] }[]): PersonTag[] {
  const tags = new Map<string, PersonTag>();
  for (const { accountId, tags: own } of contacts) {
    for (const tag of own) {
      const known = tags.get(fold(tag));
      if (known) known.accountIds.push(accountId);
      else tags.set(fold(tag), { tag, accountIds: [accountId] });
    }
  }
  return [...tags.values()];
}
