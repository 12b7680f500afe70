import { CONDITION_PARAMETERS, CONDITIONS, type ConditionTexts } from './conditions.js';

// Plain functions, apart from the schemas, so that the web page can use them without loading zod.

/** A condition on a value: the value called `name` is (or is not) `value`. */
export interface ValueCondition {
  name: string;
  value: string;
}

/**
 * Reads `name:value`. The first colon that is not escaped parts the name from the value; inside the name a colon
 * or a backslash is written `\:` or `\\`; the value is taken as it stands.
 * @returns null when there is no unescaped colon or the name is blank.
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
 * Turns URL parameters into what {@link contactListQuerySchema} reads: repeatable ones become lists, and a single
 * one given twice stays a list, so that the schema refuses it.
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

/** Writes conditions as URL parameters, leaving out what is default. The inverse of {@link queryToFilterInput}. */
export function conditionsToQuery(conditions: ConditionTexts): URLSearchParams {
  const query = new URLSearchParams();
  for (const { parameter } of CONDITION_PARAMETERS.values())
    for (const text of [conditions[parameter] || []].flat()) query.append(parameter, text);
  if (conditions.match === 'any') query.set('match', 'any');
  return query;
}
