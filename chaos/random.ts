import { createHash } from 'node:crypto';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Random choices that are the same for the same seed. */
export class Random {
  private readonly generator: RandomGenerator;

  /** @param seed any text */
  constructor(private readonly seed: string) {
    this.generator = xoroshiro128plus(createHash('sha256').update(seed).digest().readInt32BE(0));
  }

  /** Choices of its own for one part, so that the parts do not depend on who chooses first. */
  for(part: string): Random {
    return new Random(`${this.seed}/${part}`);
  }

  /** A whole number; both ends are included. */
  int(from: number, to: number): number {
    return uniformInt(this.generator, from, to);
  }

  chance(probability: number): boolean {
    return this.int(0, 999_999) < probability * 1_000_000;
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('there is nothing to pick from');
    return list[this.int(0, list.length - 1)]!;
  }

  shuffled<T>(list: readonly T[]): T[] {
    const shuffled = [...list];
    for (let last = shuffled.length - 1; last > 0; last--) {
      const other = this.int(0, last);
      [shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!];
    }
    return shuffled;
  }
}
