import type { Reachability, ReachabilityReport } from '#contracts';

/**
 * The reachability of a number after a sender's report.
 * @param before the reachability so far: undefined or null when nobody has reported anything
 * @param at when the report was received, ISO 8601
 * @returns null when the report changes nothing
 */
export function applyReport(
  before: Reachability | null | undefined,
  report: ReachabilityReport,
  at: string,
): Reachability | null {
  const reason = report.status === 'unusable' ? report.reason : null;
  if (before?.status === report.status && before.reason === reason) return null;
  return { status: report.status, reason, reportedAt: at };
}
