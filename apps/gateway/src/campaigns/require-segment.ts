import { isSegment, type Conditions } from '#contracts';
import { ProblemError } from '#platform';

/** @throws ProblemError `segment_without_condition` */
export function requireSegment(segment: Conditions): void {
  if (isSegment(segment)) return;
  throw new ProblemError(
    'segment_without_condition',
    'Choose at least one tag or value that contacts shall have or not have; a search alone is not enough.',
  );
}
