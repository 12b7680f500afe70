import type { ContactChanges } from '#contracts';
import type { Translate } from '../../i18n/text.js';

/** What a change did to a contact, one line for each thing. */
export function changeLines(
  { name, tags, values = [], optOut, reachability, takenBack }: ContactChanges,
  t: Translate,
): string[] {
  const lines: string[] = [];
  if (name) lines.push(t('history.name', name));
  if (tags) {
    const added = tags.after.filter((tag) => !tags.before.includes(tag));
    const removed = tags.before.filter((tag) => !tags.after.includes(tag));
    if (added.length > 0) lines.push(t('history.tagsAdded', { tags: added.join(', ') }));
    if (removed.length > 0) lines.push(t('history.tagsRemoved', { tags: removed.join(', ') }));
  }
  for (const value of values) lines.push(valueLine(value, t));
  if (optOut) lines.push(t(optOut.after ? 'history.marked' : 'history.unmarked'));
  if (reachability) lines.push(t(reachability.after?.status === 'unusable' ? 'history.unusable' : 'history.usable'));
  if (takenBack) lines.push(t(takenBack.after ? 'history.takenBack' : 'history.notTakenBack'));
  return lines;
}

function valueLine({ name, before, after }: NonNullable<ContactChanges['values']>[number], t: Translate): string {
  if (before === null) return t('history.valueAdded', { name, after: after ?? '' });
  return after === null ? t('history.valueRemoved', { name, before }) : t('history.value', { name, before, after });
}
