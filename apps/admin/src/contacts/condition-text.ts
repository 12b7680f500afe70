import { CONDITIONS, parseValueCondition } from '#contracts';
import type { Format } from '../i18n/format.js';
import type { Translate } from '../i18n/text.js';
import { toParameter } from './condition.js';
import type { Condition } from './condition.js';

/** What is needed to put a condition into words: a language, and the known names of imports. */
interface Words {
  t: Translate;
  format: Format;
  importName?: string | null;
}

/** The parts of a condition's sentence: "gender", "is not", "male". Only conditions with an opposite have a verb. */
export function conditionParts(
  condition: Condition,
  { t, format, importName }: Words,
): { subject: string; verb: string; object: string } {
  const { name, text } = condition;
  const said = t(`condition.${toParameter(condition)[0]}`);
  switch (CONDITIONS[name].kind) {
    case 'tag':
      return { subject: t('filter.tag'), verb: said, object: text };
    case 'value': {
      const { name: subject, value } = parseValueCondition(text)!;
      return { subject, verb: said, object: value || '“”' };
    }
    case 'valueName':
      return { subject: text, verb: said, object: '' };
    case 'importId':
      return { subject: said, verb: '', object: importName ?? t('contact.anImport') };
    case 'yesOrNo':
      return { subject: said, verb: '', object: t(text === 'yes' ? 'filter.yes' : 'filter.no') };
    case 'time':
      return { subject: said, verb: '', object: format.dateTime(text) };
  }
}

/** A condition as a sentence, such as "gender is not male". */
export function conditionText(condition: Condition, words: Words): string {
  const { subject, verb, object } = conditionParts(condition, words);
  return [subject, verb, object].filter(Boolean).join(' ');
}
