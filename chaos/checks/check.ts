/** One line of the result: something that must be true, and whether it was. */
export interface Finding {
  /** What must be true, in a few words. */
  promise: string;
  /** How much was looked at, and what was measured, for the table. */
  figure: string;
  /** Each case in which it was not true; empty when all is well. Without personal data, because all phones are made up. */
  broken: string[];
}

const SHOWN = 20;

/** The cases in which something was not true: the first ones, and how many there are. */
export class Cases {
  private readonly shown: string[] = [];
  private count = 0;

  /** @param describe what the case is; it is called only for the cases that are shown */
  add(describe: () => string): void {
    if (this.count++ < SHOWN) this.shown.push(describe());
  }

  addAll(cases: readonly string[]): void {
    for (const text of cases) this.add(() => text);
  }

  get lines(): string[] {
    const more = this.count > SHOWN ? [`and ${inDigits(this.count - SHOWN)} more`] : [];
    return [...this.shown, ...more];
  }

  finding(promise: string, figure: string): Finding {
    return { promise, figure, broken: this.lines };
  }
}

/** `1,024` */
export function inDigits(count: number): string {
  return count.toLocaleString('en-US');
}
