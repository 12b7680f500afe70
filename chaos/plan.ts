import type { Fault } from './faults/fault.js';
import type { Random } from './random.js';

/** A fault, and when it begins, in milliseconds after the beginning of its round. */
export interface PlannedFault {
  fault: Fault;
  afterMs: number;
  /** For the choices of the fault itself. */
  random: Random;
}

export interface PlanSize {
  /** In a round, faults happen side by side; after it, everything has to go on. */
  rounds: number;
  /** In which the faults of a round begin. */
  stormMs: number;
  /** Of the full number of each fault; at least one of each happens. */
  share: number;
}

/** Which faults happen when. The same for the same faults and the same seed. */
export function makePlan(faults: readonly Fault[], { rounds, stormMs, share }: PlanSize, random: Random) {
  const plan: PlannedFault[][] = Array.from({ length: rounds }, () => []);
  for (const fault of faults) {
    const own = random.for(fault.name);
    const count = Math.max(1, Math.round(fault.full * share));
    // Each fault is spread over the rounds, so that none happens only at the end.
    for (let index = 0; index < count; index++) {
      const round = Math.floor(((index + own.int(0, 999) / 1000) * rounds) / count);
      plan[round]!.push({ fault, afterMs: own.int(0, stormMs), random: own.for(String(index)) });
    }
  }
  return plan.map((round) => round.toSorted((a, b) => a.afterMs - b.afterMs));
}
