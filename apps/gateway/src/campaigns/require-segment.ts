import { isSegment, type Conditions, type Reach } from '#contracts';
import { ProblemError } from '#platform';

/** @throws ProblemError `segment_without_condition` */
export function requireSegment(segment: Conditions): void {
  if (isSegment(segment)) return;
  throw new ProblemError('segment_without_condition');
}

/** @throws ProblemError `empty_audience`, with what keeps the contacts out that match */
export function requireAudience({ count, excluded, behind }: Reach): void {
  if (count > 0) return;
  const left = excluded.reduce((sum, { count: some }) => sum + some, 0);
  const isBehind = behind.eventsWaiting > 0;
  if (left === 0) throw new ProblemError(isBehind ? 'empty_audience/behind' : 'empty_audience');
  const code = isBehind ? 'empty_audience/left_out_behind' : 'empty_audience/left_out';
  throw new ProblemError(code, { with: { count: left } });
}
