import { atLeast, type Figure } from '../harness/figure.js';
import { runSize } from '../harness/sizes-run.js';

/** Whether a large import is as fast as a small one. */
export const largeImport: Figure = {
  name: 'large-import',
  title: ({ large }) => `import of ${large.toLocaleString('en')} new contacts`,
  unit: 'rows/s',
  goal: atLeast(0.8),
  async measure(bench) {
    const { small, large } = bench.sizes;
    const { rowsPerSecond: beside } = await runSize(bench, small);
    const { rowsPerSecond: ours } = await runSize(bench, large);
    return { ours, beside, besideName: `${small.toLocaleString('en')} rows` };
  },
};
