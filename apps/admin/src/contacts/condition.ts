import { CONDITION_PARAMETERS, CONDITIONS, formatValueCondition, parseValueCondition } from '#contracts';
import type { ConditionName, ParameterOf } from '#contracts';

type ChipName = Exclude<ConditionName, 'search'>;

/** What a chip says: a condition with its text, as the API takes it. `not` turns it into its opposite. */
export interface Condition {
  name: ChipName;
  text: string;
  not: boolean;
}

/** The condition that a contact's value called `name` is `value`. */
export const valueIs = (name: string, value: string): Condition => ({
  name: 'value',
  text: formatValueCondition({ name, value }),
  not: false,
});

/** A condition as a parameter of the API and its text. */
export function toParameter({ name, text, not }: Condition): [ParameterOf<ChipName>, string] {
  return [(not && CONDITIONS[name].not) || name, text];
}

/** The inverse of {@link toParameter}. Undefined for a parameter that is no such condition. */
export function fromParameter(parameter: string, text: string): Condition | undefined {
  const { name, not } = CONDITION_PARAMETERS.get(parameter) ?? {};
  return name === undefined || name === 'search' ? undefined : { name, text, not: not! };
}

/** Whether a chip can show a condition. Beyond that, what its text is worth is for the API to judge. */
export function isReadable({ name, text }: Condition): boolean {
  const { kind } = CONDITIONS[name];
  if (kind === 'value') return parseValueCondition(text) !== null;
  return kind === 'time' ? !Number.isNaN(Date.parse(text)) : text.trim() !== '';
}

export const hasOpposite = ({ name }: Condition): boolean => CONDITIONS[name].not !== null;

/** True when there is room for one of two chips: they say the same, whichever way they are switched. */
export function sameSubject(one: Condition, other: Condition): boolean {
  return one.name === other.name && (one.text === other.text || !hasOpposite(one));
}
