import type { Report } from '#terminal';
import type { BenchProduct } from './bench-product.js';
import type { Listmonk } from './listmonk/listmonk.js';
import type { MongoTools } from './mongo-tools.js';

/** The amounts to measure. */
export interface Sizes {
  /** Contacts of the imports, the download and the filters. */
  rows: number;
  /** The two sizes whose memory and speed are compared. */
  small: number;
  large: number;
  /** Where it is measured how cost grows: how many accounts share the small amount, and how many tags a contact has. */
  accounts: readonly number[];
  tags: readonly number[];
  csvRows: number;
  xlsxRows: number;
  /** Measured rounds of each contender; the result is the median. */
  rounds: number;
}

/** What figures use to measure. */
export interface Bench {
  sizes: Sizes;
  report: Report;
  /** mongoimport and mongoexport, or the reason why they are missing. */
  tools: MongoTools | { missing: string };
  /** The running product with all services. Started on the first call. */
  product(): Promise<BenchProduct>;
  /** listmonk with PostgreSQL, or what to install. Started on the first call. */
  listmonk(): Promise<Listmonk | { missing: string }>;
  /** Makes something that several figures need, on the first call. */
  once<T>(name: string, make: () => Promise<T>): Promise<T>;
}

/** One comparison. `ours` and `beside` have the same unit; the ratio is `ours / beside`. */
export interface Comparison {
  ours: number;
  beside: number;
  besideName: string;
  /** Details below the table, one line each. */
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
  /** The name for `--only`. */
  name: string;
  title: (sizes: Sizes) => string;
  unit: 'rows/s' | 'ms' | 'MB' | '%';
  goal: Goal;
  /** @throws when a result is wrong, because the speed of a wrong result means nothing */
  measure(bench: Bench): Promise<Outcome>;
}

/** For speeds: the ratio must be at least this. */
export function atLeast(value: number): Goal {
  return { text: `≥ ${value}×`, value, isReached: ({ ratio }) => ratio >= value };
}

/** For times and memory: the ratio must be at most this. */
export function atMost(value: number): Goal {
  return { text: `≤ ${value}×`, value, isReached: ({ ratio }) => ratio <= value };
}
