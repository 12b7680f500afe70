import type { ServiceName } from '#contracts';
import { memoryLimitMebibytes, memoryMebibytes } from '../tools/product/process-figures.js';
import type { Finding } from './checks/check.js';
import type { ChaosService } from './service.js';

const LOOK_MS = 1_000;

/** Looks every second how much memory each process has. */
export class MemoryWatch {
  private readonly most = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly services: readonly ChaosService[]) {
    this.timer = setInterval(() => this.look(), LOOK_MS).unref();
  }

  finding(): Finding {
    clearInterval(this.timer);
    const over = this.services.filter(({ label, name }) => (this.most.get(label) ?? 0) > memoryLimitMebibytes(name));
    return {
      promise: 'no process has more memory than its limit',
      figure: [...this.peaks()].map(([name, most]) => `${name} ${Math.round(most)}`).join(', ') + ' MiB at most',
      broken: over.map(
        ({ label, name }) => `${label} had ${Math.round(this.most.get(label)!)} of ${memoryLimitMebibytes(name)} MiB`,
      ),
    };
  }

  private look(): void {
    for (const { label, pid } of this.services) {
      try {
        if (pid !== null) this.most.set(label, Math.max(this.most.get(label) ?? 0, memoryMebibytes(pid).most));
      } catch {
        // It has just ended, or this is not Linux.
      }
    }
  }

  private peaks(): Map<ServiceName, number> {
    const peaks = new Map<ServiceName, number>();
    for (const { name, label } of this.services)
      peaks.set(name, Math.max(peaks.get(name) ?? 0, this.most.get(label) ?? 0));
    return peaks;
  }
}
