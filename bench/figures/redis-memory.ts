import type { Figure } from '../harness/figure.js';
import { redisPeakWithoutCampaigns, runSize } from '../harness/sizes-run.js';

const MAX_MEGABYTES = 64;

/**
 * Redis' peak memory during a large import while the campaigns service is down, compared with the same import while it
 * runs.
 */
export const redisMemory: Figure = {
  name: 'redis-memory',
  title: ({ large }) => `peak memory of Redis at ${large.toLocaleString('en')} rows, campaigns down`,
  unit: 'MB',
  goal: {
    text: `both < ${MAX_MEGABYTES} MB`,
    value: MAX_MEGABYTES,
    isReached: ({ ours, beside }) => ours < MAX_MEGABYTES && beside < MAX_MEGABYTES,
  },
  async measure(bench) {
    const { large } = bench.sizes;
    const { redisPeak } = await runSize(bench, large);
    return { ours: await redisPeakWithoutCampaigns(bench, large), beside: redisPeak, besideName: 'campaigns up' };
  },
};
