import type { Statement } from '#contracts';
import { fold } from './fold.js';

/** The account's spelling of a tag or value name, by its folded form; undefined when the account has none yet. */
export type SpellingOf = (kind: 'tag' | 'value', folded: string) => string | undefined;

/**
 * The statement with its tags and value names as the account first wrote them; values stay as they are. Gives the
 * same object when there is nothing to change.
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
