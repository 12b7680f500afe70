import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICES, type ProgramName } from '#contracts';
import { cpuSeconds } from '../../tools/product/process-figures.js';
import type { ServiceProcess } from '../../tools/product/service-process.js';
import type { BenchProduct } from './bench-product.js';
import type { Bench } from './figure.js';
import { median, secondsOf } from './in-turns.js';
import { megabytes } from './processes.js';

const IDLE_MS = 10_000;

/** What a program needs until it is ready, and when it has nothing to do. Medians of the rounds. */
export interface Start {
  /** Milliseconds of a clock, and of processor time, until it was ready. */
  readyMs: number;
  cpuMs: number;
  /** Resident memory when it was ready, and ten seconds later or more, in MB. */
  readyMegabytes: number;
  idleMegabytes: number;
}

/** Starts every service, and all in one process, one after another. */
export function startEach(bench: Bench): Promise<Map<ProgramName, Start>> {
  return bench.once('starts', async () => {
    const product = await bench.product();
    const rounds: Map<ProgramName, Start>[] = [];
    while (rounds.length < bench.sizes.rounds) rounds.push(await startOnce(product));
    const medians = [...rounds[0]!.keys()].map((name) => {
      const of = (what: keyof Start) => median(rounds.map((round) => round.get(name)![what]));
      const start = { readyMs: of('readyMs'), cpuMs: of('cpuMs'), readyMegabytes: of('readyMegabytes') };
      return [name, { ...start, idleMegabytes: of('idleMegabytes') }] as const;
    });
    return new Map(medians);
  });
}

async function startOnce(product: BenchProduct): Promise<Map<ProgramName, Start>> {
  const running: ServiceProcess[] = [];
  const found = new Map<ProgramName, Start>();
  try {
    for (const name of [...SERVICES, 'all'] as const) {
      const service = await product.another(name);
      running.push(service);
      const readyMs = (await secondsOf(() => service.start())) * 1_000;
      const [cpuMs, { now }] = [cpuSeconds(service.pid) * 1_000, megabytes(service.pid)];
      found.set(name, { readyMs, cpuMs, readyMegabytes: now, idleMegabytes: now });
    }
    await sleep(IDLE_MS);
    for (const { name, pid } of running) found.get(name)!.idleMegabytes = megabytes(pid).now;
    return found;
  } finally {
    await Promise.all(running.map((service) => service.stop()));
  }
}
