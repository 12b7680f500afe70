import {
  CONDITIONS,
  JOINED_CONDITIONS,
  listConditionsSchema,
  SINGLE_CONDITIONS,
  type ListConditions,
} from '#contracts';

/**
 * The conditions that find exactly the contacts that two filters both find.
 * @returns null when no conditions say so: when one filter asks for any of several and the other asks for something too,
 * when they differ in a condition that may be given only once, or when there are too many
 */
export function bothConditions(one: ListConditions, other: ListConditions): ListConditions | null {
  const oneIsAny = isAnyOfSeveral(one);
  const otherIsAny = isAnyOfSeveral(other);
  if ((oneIsAny && countWanted(other) > 0) || (otherIsAny && countWanted(one) > 0)) return null;
  if (SINGLE_CONDITIONS.some((name) => one[name] && other[name] && one[name] !== other[name])) return null;
  const joined = JOINED_CONDITIONS.flatMap((name) => [name, CONDITIONS[name].not]).map((parameter) => [
    parameter,
    [...new Set([...one[parameter], ...other[parameter]])],
  ]);
  const single = SINGLE_CONDITIONS.map((name) => [name, one[name] || other[name]]).filter(([, text]) => text);
  const texts = Object.fromEntries([...joined, ...single]) as object;
  const both = { ...texts, match: oneIsAny || otherIsAny ? 'any' : 'all' };
  return listConditionsSchema.safeParse(both).data ?? null;
}

function isAnyOfSeveral(conditions: ListConditions): boolean {
  return conditions.match === 'any' && countWanted(conditions) > 1;
}

function countWanted(conditions: ListConditions): number {
  return JOINED_CONDITIONS.reduce((sum, name) => sum + conditions[name].length, 0);
}
