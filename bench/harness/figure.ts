import type { Report } from '#terminal';
import type { BenchProduct } from './bench-product.js';
import type { MongoTools } from './mongo-tools.js';

/** How much is measured. */
export interface Sizes {
  /** Contacts of the imports, the download and the filters. */
  rows: number;
  /** The two sizes whose memory and speed are compared. */
  small: number;
  large: number;
  csvRows: number;
  xlsxRows: number;
  /** Counted rounds of each contender; the median stands. */
  rounds: number;
}

/** What figures measure with. */
export interface Bench {
  sizes: Sizes;
  report: Report;
  /** mongoimport and mongoexport, or why there are none. */
  tools: MongoTools | { missing: string };
  /** The running product, all services on. Started when the first figure asks for it. */
  product(): Promise<BenchProduct>;
  /** What several figures need, made by the first that asks. */
  once<T>(name: string, make: () => Promise<T>): Promise<T>;
}

/** One comparison. `ours` and `beside` have the same unit; the ratio is `ours / beside`. */
export interface Comparison {
  ours: number;
  beside: number;
  besideName: string;
  /** More about it, a line each, shown below the table. */
  details?: string[];
}
export type Outcome = Comparison | { skipped: string };

export interface Goal {
  text: string;
  value: number;
  isReached(figures: { ours: number; beside: number; ratio: number }): boolean;
}

/** One line of the table: a file in `bench/figures`. */
export interface Figure {
  /** What `--only` takes. */
  name: string;
  title: (sizes: Sizes) => string;
  unit: 'rows/s' | 'ms' | 'MB';
  goal: Goal;
  /** @throws when anything is not as it should be: a wrong result has no speed */
  measure(bench: Bench): Promise<Outcome>;
}

/** Reached from so many times the other on: for speeds. */
export function atLeast(value: number): Goal {
  return { text: `≥ ${value}×`, value, isReached: ({ ratio }) => ratio >= value };
}
