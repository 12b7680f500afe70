import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { ServiceName } from '#contracts';
import { ROOT } from './service-process.js';

const TICKS_PER_SECOND = 100;

/** What a process has in memory, in MiB. `most`: the most that it has had so far. @throws where there is no /proc */
export function memoryMebibytes(pid: number): { now: number; most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)![1]) / 1024;
  return { now: of('VmRSS'), most: of('VmHWM') };
}

/** The processor time of a process so far. @throws where there is no /proc, or the process has ended */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The fields after the name, which may contain any character. utime and stime are the 12th and 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** The memory at which Kubernetes ends a service, in MiB. */
export function memoryLimitMebibytes(service: ServiceName): number {
  const { services } = parse(readFileSync(path.join(ROOT, 'k8s', 'chart', 'values.yaml'), 'utf8')) as {
    services: Record<ServiceName, { resources: { limits: { memory: string } } }>;
  };
  return Number(/^(\d+)Mi$/.exec(services[service].resources.limits.memory)![1]);
}
