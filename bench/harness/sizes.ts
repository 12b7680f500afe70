import type { Sizes } from './figure.js';

const FULL: Sizes = {
  rows: 200_000,
  small: 100_000,
  large: 1_000_000,
  accounts: [1, 10, 100],
  tags: [1, 10, 100],
  csvRows: 1_000_000,
  xlsxRows: 300_000,
  rounds: 3,
};
const QUICK: Sizes = { ...FULL, rows: 4_000, small: 1_000, large: 10_000, csvRows: 50_000, xlsxRows: 10_000 };
const SMOKE: Sizes = {
  rows: 300,
  small: 100,
  large: 600,
  accounts: [1, 3],
  tags: [1, 100],
  csvRows: 2_000,
  xlsxRows: 500,
  rounds: 1,
};

/** The amounts of each kind of run. */
export const SIZES = { full: FULL, quick: QUICK, smoke: SMOKE };
