/** One line of the result: something that must be true, and whether it was. */
export interface Finding {
  /** What must be true, in a few words. */
  promise: string;
  /** How much was looked at, and what was measured, for the table. */
  figure: string;
  /** Each case in which it was not true; empty when all is well. Without personal data, because all phones are made up. */
  broken: string[];
}
