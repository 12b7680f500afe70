import type { Translate } from '../i18n/text.js';
import type { Condition } from './condition.js';

/** The parts of a condition's sentence: "gender", "is not", "male". */
export function conditionParts(condition: Condition, t: Translate): { subject: string; verb: string; object: string } {
  const verb = verbOf(condition, t);
  switch (condition.kind) {
    case 'tag':
      return { subject: t('filter.tag'), verb, object: condition.name };
    case 'value':
      return { subject: condition.name, verb, object: condition.value || '“”' };
    case 'hasValue':
      return { subject: condition.name, verb, object: '' };
  }
}

/** A condition as a sentence, such as "gender is not male". */
export function conditionText(condition: Condition, t: Translate): string {
  const { subject, verb, object } = conditionParts(condition, t);
  return [subject, verb, object].filter(Boolean).join(' ');
}

function verbOf({ kind, not }: Condition, t: Translate): string {
  if (kind === 'tag') return t(not ? 'filter.hasNot' : 'filter.has');
  if (kind === 'value') return t(not ? 'filter.isNot' : 'filter.is');
  return t(not ? 'filter.none' : 'filter.any');
}
