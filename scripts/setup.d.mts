/** The parts of a set-up with their names, in the order in which they are shown. */
export const PARTS: Record<SetupPart, string>;

export type SetupPart = 'packages' | 'build' | 'page' | 'Redis' | 'S3' | 'MongoDB' | 'database' | 'services';

/** What there is to do before the product or its tests can run: what has been done, and how long it took. */
export class Setup {
  /** Measures the work for a part. */
  during<T>(part: SetupPart, work: () => Promise<T>): Promise<T>;
  /** How far a part is, and the milliseconds that it has taken so far. */
  state(part: SetupPart): { state: 'waiting' | 'running' | 'done'; took: number };
  /** One line: the total, and how long each part took. */
  summary(): string;
}
