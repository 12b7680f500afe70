import { setTimeout as sleep } from 'node:timers/promises';
import { cpuSeconds } from '../tools/product/process-figures.js';
import type { ChaosService } from './service.js';

/** Of a core. A process that only waits needs less. */
const BUSY = 0.15;

/** The process that takes the most processor time within these milliseconds; null when none takes much. */
export async function busiest(services: readonly ChaosService[], milliseconds: number): Promise<ChaosService | null> {
  const before = services.map(takenBy);
  await sleep(milliseconds);
  const taken = services.map((service, index) => takenBy(service) - before[index]!);
  const most = Math.max(...taken);
  return most > (BUSY * milliseconds) / 1000 ? services[taken.indexOf(most)]! : null;
}

function takenBy({ pid }: ChaosService): number {
  try {
    return pid === null ? 0 : cpuSeconds(pid);
  } catch {
    return 0;
  }
}
