import type { Histogram } from 'prom-client';

/** By queue: how many jobs and events were handled, and the seconds that they took together, by the clock. */
export type Attempts = Record<string, { count: number; seconds: number }>;

/** What a process has counted since `before`; queues without an attempt are left out. */
export async function attemptsSince(histogram: Histogram<'queue'>, before: Attempts = {}): Promise<Attempts> {
  const found: Attempts = {};
  for (const { labels, metricName, value } of (await histogram.get()).values) {
    const key = metricName?.endsWith('_count') ? 'count' : metricName?.endsWith('_sum') ? 'seconds' : undefined;
    if (!key) continue;
    const queue = String(labels.queue);
    found[queue] ??= { count: 0, seconds: 0 };
    found[queue][key] = value - (before[queue]?.[key] ?? 0);
  }
  return Object.fromEntries(Object.entries(found).filter(([, { count }]) => count > 0));
}
