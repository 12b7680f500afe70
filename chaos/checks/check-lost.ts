import type { ImportRecord } from '#persistence';
import type { EditAsked, ImportAsked, TagChangeAsked } from '../operations.js';
import { hint, keyOf, readState, type State } from '../rules.js';
import type { Cases } from './check.js';
import type { Chronicle } from './chronicle.js';

/** Finds what was asked for, answered, and not done: edits, tag changes, and the removal of blank columns. */
export function findLost(
  chronicle: Chronicle,
  records: readonly ImportRecord[],
  revisionsOf: readonly number[],
  lost: Cases,
): void {
  for (const [author, writing] of chronicle.writings.entries())
    if (writing.kind === 'import') checkColumns(chronicle, author, writing, records, lost);
    else if (writing.kind === 'tag-change') checkTagged(chronicle, author, writing, lost);
    else if (revisionsOf[author] === 0) checkEdit(writing, lost);
}

/** An edit changes the name, so it always makes a revision. */
function checkEdit({ accountId, answered, name, phone }: EditAsked, lost: Cases): void {
  if (answered) lost.add(() => `edit of ${accountId}/${phone} to ${name}`);
}

/** A completed import has removed its blank columns from every contact that had a value all the time. */
function checkColumns(
  chronicle: Chronicle,
  author: number,
  { accountId, file, id }: ImportAsked,
  records: readonly ImportRecord[],
  lost: Cases,
): void {
  const record = records.find(({ _id }) => _id === id);
  if (record?.status !== 'completed' && record?.status !== 'completed_with_errors') return;
  if (file.options.blankColumns !== 'clear' || record.counts.unprocessed > 0 || record.reopenedAt) return;
  for (const column of file.blankColumns) {
    const always = { accountId, author, text: column, matches: ({ values }: State) => values.has(keyOf(column)) };
    for (const contact of contactsThatAlways(chronicle, always))
      lost.add(() => `import ${id} did not remove ${column}: ${chronicle.lately(contact)}`);
  }
}

/** A completed tag change has reached every contact that matched all the time. */
function checkTagged(chronicle: Chronicle, author: number, asked: TagChangeAsked, lost: Cases): void {
  const { accountId, change, having, records, tag } = asked;
  if (!records.some(({ status }) => status === 'completed')) return;
  const matches = ({ tags }: State) => tags.has(keyOf(having)) && tags.has(keyOf(tag)) === (change === 'remove');
  for (const contact of contactsThatAlways(chronicle, { accountId, author, text: having, matches }))
    lost.add(() => `${change} ${tag} where ${having}: ${chronicle.lately(contact)}`);
}

/** @param always `text`: what the text of each matching state includes */
function* contactsThatAlways(
  chronicle: Chronicle,
  always: { accountId: string; author: number; text: string; matches: (state: State) => boolean },
): Generator<number> {
  const { accountId, author, text, matches } = always;
  const part = hint(text);
  const isMatch = (state: string | null) => state !== null && state.includes(part) && matches(readState(state));
  for (let contact = 0; contact < chronicle.contacts; contact++) {
    if (chronicle.accountOf(contact) !== accountId) continue;
    const states = chronicle.statesDuring(
      contact,
      (other) => other !== author && chronicle.precedes(other, author),
      (other) => other !== author && chronicle.precedes(author, other),
    );
    if (states.length > 0 && states.every(isMatch)) yield contact;
  }
}
