import { isSegment, type Conditions } from '#contracts';
import { ProblemError } from '#platform';

/** @throws ProblemError `segment_without_condition` */
export function requireSegment(segment: Conditions): void {
  if (isSegment(segment)) return;
  throw new ProblemError('segment_without_condition');
}
