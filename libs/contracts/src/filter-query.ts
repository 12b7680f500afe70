import { CONDITION_PARAMETERS, CONDITIONS, type ConditionTexts } from './conditions.js';

// Plain functions without schemas, so that the web page can use them without loading zod.

/** A condition on a value: the value called `name` is (or is not) `value`. */
export interface ValueCondition {
  name: string;
  value: string;
}

/**
 * Reads `name:value`. The first unescaped colon separates name and value. In the name, a colon is written `\:` and a
 * backslash `\\`. The value is taken literally.
 * @returns null when there is no unescaped colon or the name is blank
 */
export function parseValueCondition(text: string): ValueCondition | null {
  let name = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === '\\' && (text[i + 1] === ':' || text[i + 1] === '\\')) {
      name += text[++i]!;
    } else if (character === ':') {
      return name.trim() === '' ? null : { name, value: text.slice(i + 1) };
    } else {
      name += character;
    }
  }
  return null;
}

/** The inverse of {@link parseValueCondition}. */
export function formatValueCondition({ name, value }: ValueCondition): string {
  return `${name.replace(/[\\:]/g, '\\$&')}:${value}`;
}

/**
 * Converts URL parameters into the input of {@link contactListQuerySchema}. Repeatable parameters become lists. A
 * parameter that may occur once but is repeated becomes a list too, so that the schema refuses it.
 */
export function queryToFilterInput(parameters: Iterable<[string, string]>): Record<string, unknown> {
  const input = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of parameters) {
    const before = input[name];
    const condition = CONDITION_PARAMETERS.get(name)?.name;
    if (condition && CONDITIONS[condition].not) input[name] = [...((before as string[]) ?? []), value];
    else input[name] = before === undefined ? value : [before, value].flat();
  }
  return { ...input };
}

/** Writes conditions as URL parameters and omits defaults. The inverse of {@link queryToFilterInput}. */
export function conditionsToQuery(conditions: ConditionTexts): URLSearchParams {
  const query = new URLSearchParams();
  for (const { parameter } of CONDITION_PARAMETERS.values())
    for (const text of [conditions[parameter] || []].flat()) query.append(parameter, text);
  if (conditions.match === 'any') query.set('match', 'any');
  return query;
}
