import type { Statement } from '#contracts';
import { fold } from './fold.js';

/**
 * Returns the account's spelling of a tag or value name, given its folded form; undefined when the account has none
 * yet.
 */
export type SpellingOf = (kind: 'tag' | 'value', folded: string) => string | undefined;

/**
 * Replaces the tags and value names of a statement by the spelling that the account used first. Values stay as they
 * are. Returns the same object when nothing changes.
 */
export function canonicalise(statement: Statement, spellingOf: SpellingOf): Statement {
  const spell = (kind: 'tag' | 'value', text: string) => spellingOf(kind, fold(text)) ?? text;
  const { tags, values } = statement;
  const isTagOther = tags?.some((tag) => spell('tag', tag) !== tag) ?? false;
  const isValueOther = values.some(({ name }) => spell('value', name) !== name);
  if (!isTagOther && !isValueOther) return statement;
  return {
    ...statement,
    tags: isTagOther ? tags!.map((tag) => spell('tag', tag)) : tags,
    values: isValueOther ? values.map(({ name, value }) => ({ name: spell('value', name), value })) : values,
  };
}
