import { formatValueCondition, parseValueCondition } from '#contracts';

/** What a chip says. `not` turns *has* into *has not* and *is* into *is not*. */
export type Condition =
  | { kind: 'tag'; name: string; not: boolean }
  | { kind: 'value'; name: string; value: string; not: boolean }
  | { kind: 'hasValue'; name: string; not: boolean };

/** The parameter of the API that carries a condition, by kind and by whether it is a *not*. */
const PARAMETERS = {
  tag: ['tag', 'notTag'],
  value: ['value', 'notValue'],
  hasValue: ['hasValue', 'notHasValue'],
} as const;
export type ConditionParameter = (typeof PARAMETERS)[Condition['kind']][number];

/** A condition as a parameter of the API and its text. */
export function toParameter(condition: Condition): [ConditionParameter, string] {
  const parameter = PARAMETERS[condition.kind][condition.not ? 1 : 0];
  return [parameter, condition.kind === 'value' ? formatValueCondition(condition) : condition.name];
}

const KINDS = ['tag', 'value', 'hasValue'] as const;
const kindOf = (parameter: string) => KINDS.find((kind) => (PARAMETERS[kind] as readonly string[]).includes(parameter));

export function isConditionParameter(parameter: string): parameter is ConditionParameter {
  return kindOf(parameter) !== undefined;
}

/** The inverse of {@link toParameter}. Null for a text that is no such condition. */
export function fromParameter(parameter: ConditionParameter, text: string): Condition | null {
  const kind = kindOf(parameter)!;
  const not = PARAMETERS[kind][1] === parameter;
  if (kind !== 'value') return text.trim() === '' ? null : { kind, name: text, not };
  const value = parseValueCondition(text);
  return value && { kind, ...value, not };
}

/** True when two chips speak of the same thing, whichever way they are switched. */
export function sameSubject(one: Condition, other: Condition): boolean {
  return toParameter({ ...one, not: false }).join(' ') === toParameter({ ...other, not: false }).join(' ');
}
