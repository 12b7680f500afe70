import { SERVICES } from '#contracts';
import { atMost, type Figure } from '../harness/figure.js';
import { startEach, type Start } from '../harness/starts.js';
import { markdownTable } from '../harness/table.js';

/** What all services need in one process, compared with what they need in processes of their own, together. */
function inOneProcess(what: 'cpuMs' | 'idleMegabytes', figure: Omit<Figure, 'measure'>): Figure {
  return {
    ...figure,
    async measure(bench) {
      if (process.platform !== 'linux') return { skipped: 'processor time and memory are read from /proc' };
      const starts = await startEach(bench);
      const beside = SERVICES.reduce((sum, name) => sum + starts.get(name)![what], 0);
      const details = what === 'cpuMs' ? [] : tableOf(starts).split('\n');
      return { ours: starts.get('all')![what], beside, besideName: `${SERVICES.length} processes`, details };
    },
  };
}

function tableOf(starts: ReadonlyMap<string, Start>): string {
  const head = ['process', 'ready after', 'processor time', 'memory when ready', 'idle memory'];
  const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;
  const megabytes = (figure: number) => `${Math.round(figure)} MB`;
  const lines = [...starts].map(([name, { readyMs, cpuMs, readyMegabytes, idleMegabytes }]) => [
    name === 'all' ? 'all in one' : name,
    ...[seconds(readyMs), seconds(cpuMs), megabytes(readyMegabytes), megabytes(idleMegabytes)],
  ]);
  return markdownTable(head, lines);
}

export const starts: Figure[] = [
  inOneProcess('cpuMs', {
    name: 'start',
    title: () => 'processor time until ready, all in one process',
    unit: 'ms',
    goal: atMost(0.5),
  }),
  inOneProcess('idleMegabytes', {
    name: 'idle-memory',
    title: () => 'idle memory, all in one process',
    unit: 'MB',
    goal: atMost(0.3),
  }),
];
