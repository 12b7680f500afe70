import type { Figure } from '../harness/figure.js';
import { runSize, WATCHED, type Watched } from '../harness/sizes-run.js';

const MAX_RATIO = 1.2;
const MAX_MEGABYTES = 300;

/** A service's peak resident set size during a large import and its download, compared with a small one. */
function memoryOf(service: Watched): Figure {
  return {
    name: `memory-${service}`,
    title: ({ large }) => `peak memory of the ${service} at ${large.toLocaleString('en')} rows`,
    unit: 'MB',
    goal: {
      text: `≤ ${MAX_RATIO}×, < ${MAX_MEGABYTES} MB`,
      value: MAX_RATIO,
      isReached: ({ ours, ratio }) => ratio <= MAX_RATIO && ours < MAX_MEGABYTES,
    },
    async measure(bench) {
      if (process.platform !== 'linux') return { skipped: 'memory is read from /proc' };
      const { small, large } = bench.sizes;
      const { peaks: before } = await runSize(bench, small);
      const { peaks: after } = await runSize(bench, large);
      return {
        ours: after[service],
        beside: before[service],
        besideName: `the same at ${small.toLocaleString('en')} rows`,
      };
    },
  };
}

export const memory: Figure[] = WATCHED.map(memoryOf);
