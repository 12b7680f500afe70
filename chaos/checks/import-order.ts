import type { ImportAsked } from '../operations.js';

/**
 * The order in which the imports of an account were applied, one after another: as contacts show it, and as clients
 * asked for them. These must agree.
 */
export class ImportOrder {
  private readonly size: number;
  /** By pair of imports: why the first is known to be before the second. */
  private readonly reasons: ((() => string) | undefined)[];
  private readonly reaches: Uint8Array;

  constructor(
    private readonly imports: readonly ImportAsked[],
    /** Those whose dead letters were replayed after their end. They wrote late, and lawfully. */
    private readonly reopened: ReadonlySet<string>,
  ) {
    this.size = imports.length;
    this.reasons = new Array<(() => string) | undefined>(this.size ** 2);
    this.reaches = new Uint8Array(this.size ** 2);
    for (const [a, first] of imports.entries())
      for (const [b, second] of imports.entries()) {
        if (first.accountId !== second.accountId || this.isLate(a) || this.isLate(b)) continue;
        if (first.accepted < second.begun) this.note(a, b, () => 'was accepted before the other was asked for');
      }
  }

  /** A contact was written by one import, and later by another. */
  observe(a: number, b: number, contact: () => string): void {
    if (a !== b && !this.isLate(a) && !this.isLate(b)) this.note(a, b, () => `wrote ${contact()} first`);
  }

  /** Call it when all was observed. */
  settle(): void {
    for (let k = 0; k < this.size; k++)
      for (let a = 0; a < this.size; a++) {
        if (this.reaches[a * this.size + k] === 0) continue;
        for (let b = 0; b < this.size; b++)
          if (this.reaches[k * this.size + b] === 1) this.reaches[a * this.size + b] = 1;
      }
  }

  /** Whether all writes of one import were before all of the other. */
  precedes(a: number, b: number): boolean {
    return this.reaches[a * this.size + b] === 1 && this.reaches[b * this.size + a] === 0;
  }

  /** Each reason for an order that another reason contradicts. */
  contradictions(): string[] {
    const found: string[] = [];
    for (const [a, first] of this.imports.entries())
      for (const [b, second] of this.imports.entries()) {
        const reason = this.reasons[a * this.size + b];
        if (reason && this.reaches[b * this.size + a] === 1)
          found.push(`import ${first.id} was before ${second.id} and after it: it ${reason()}`);
      }
    return found;
  }

  private isLate(index: number): boolean {
    return this.reopened.has(this.imports[index]!.id);
  }

  private note(a: number, b: number, reason: () => string): void {
    const at = a * this.size + b;
    this.reasons[at] ??= reason;
    this.reaches[at] = 1;
  }
}
