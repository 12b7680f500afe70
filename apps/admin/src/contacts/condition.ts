import { CONDITION_PARAMETERS, CONDITIONS, formatValueCondition, parseValueCondition } from '#contracts';
import type { ConditionName, ParameterOf } from '#contracts';

type ChipName = Exclude<ConditionName, 'search'>;

/** A chip: a condition with its text, in the form of the API. `not` turns it into its opposite. */
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

/** A condition as a parameter of the API with its text. */
export function toParameter({ name, text, not }: Condition): [ParameterOf<ChipName>, string] {
  return [(not && CONDITIONS[name].not) || name, text];
}

/** The inverse of {@link toParameter}. Undefined for a parameter that is not a condition. */
export function fromParameter(parameter: string, text: string): Condition | undefined {
  const { name, not } = CONDITION_PARAMETERS.get(parameter) ?? {};
  return name === undefined || name === 'search' ? undefined : { name, text, not: not! };
}

/** Whether a chip can show a condition. The API checks the rest of its text. */
export function isReadable({ name, text }: Condition): boolean {
  const { kind } = CONDITIONS[name];
  if (kind === 'value') return parseValueCondition(text) !== null;
  if (kind === 'yesOrNo') return text === 'yes' || text === 'no';
  return kind === 'time' ? !Number.isNaN(Date.parse(text)) : text.trim() !== '';
}

export const hasOpposite = ({ name }: Condition): boolean => CONDITIONS[name].not !== null;

/** True when only one of two conditions can be kept: they differ only in `not`, or their name may be given only once. */
export function sameSubject(one: Condition, other: Condition): boolean {
  return one.name === other.name && (one.text === other.text || !hasOpposite(one));
}
