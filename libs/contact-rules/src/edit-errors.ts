import { defaultLimits } from '#contracts';
import { grouped, message, type ParametersOf } from './message.js';
import { maxValueNames } from './value-name-limit.js';

/** Why an edit is refused that a row cannot ask for: every code with its message. Codes are stable. */
export const EDIT_ERRORS = {
  tag_missing: message(() => 'A tag is blank; leave it out.'),
  tag_comma: message(() => 'A tag cannot hold a comma, since commas part tags from each other in a file.'),
  tag_added_and_removed: message(() => 'The same tag is to be added and removed; choose one.'),
  value_name_missing: message(() => 'The name of a value is blank; give it one.'),
  value_name_reserved: message(() => 'This name means another column in a file; choose another for the value.'),
  value_name_twice: message(() => 'The same value comes twice, in another spelling; leave one out.'),
  too_many_value_names: message(
    (limit: number) =>
      `The account would have more than ${grouped(limit)} values of different names, more than a file can hold; use one that is there.`,
    maxValueNames(defaultLimits),
  ),
};
export type EditErrorCode = keyof typeof EDIT_ERRORS;

/** The message of an edit error. */
export function editMessage<C extends EditErrorCode>(
  code: C,
  ...parameters: ParametersOf<(typeof EDIT_ERRORS)[C]>
): string {
  return (EDIT_ERRORS[code].message as (...parameters: unknown[]) => string)(...parameters);
}
