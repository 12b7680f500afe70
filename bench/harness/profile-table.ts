import type { Attempts } from './attempts.js';
import { isClient } from './folded-stacks.js';
import { markdownTable } from './table.js';

/** An import whose services were sampled. */
export interface ProfiledImport {
  /** Processor time by `service;step;function;…`, in microseconds. */
  stacks: ReadonlyMap<string, number>;
  attempts: Attempts;
  /** The seconds from the upload until it was completed, and until the subscribers had handled it, too. */
  elapsed: { completed: number; settled: number };
}

/** A step of a service, and what a row costs there. */
interface Cost {
  service: string;
  step: string;
  microseconds: number;
}

/**
 * What a row costs, as a table in Markdown: every step that takes a hundredth of its import or more, the dearest first, and
 * sums. Then what elapsed by the clock: in the jobs and events of each queue, of which some run at the same time, and in all.
 * @param imports by the heading of their column
 */
export function profileTable(imports: ReadonlyMap<string, ProfiledImport>, rows: number): string {
  const columns = [...imports.values()].map(({ stacks }) => costsOf(stacks, rows));
  const nameOf = ({ service, step }: Cost) => `${service}: ${step}`;
  const costIn = (column: Cost[], name: string) => column.find((cost) => nameOf(cost) === name)?.microseconds ?? 0;
  const shown = columns.flatMap((column) => column.filter(({ microseconds }) => microseconds >= sum(column) / 100));
  const names = [...new Set(shown.map(nameOf))].sort((a, b) => costIn(columns[0]!, b) - costIn(columns[0]!, a));
  const ours = columns.map((column) => column.filter(({ step }) => !isClient(step)));
  const largest = ours.map((column) => {
    const cost = column.reduce((most, one) => (one.microseconds > most.microseconds ? one : most));
    return `${nameOf(cost)}, ${Math.round((cost.microseconds * 100) / sum(column))} %`;
  });
  const elapsed = (until: 'completed' | 'settled') =>
    [...imports.values()].map((one) => text((one.elapsed[until] * 1e6) / rows));
  return markdownTable(
    ['service: step', ...imports.keys()],
    [
      ...names.map((name) => [name, ...columns.map((column) => text(costIn(column, name)))]),
      ['**of ours**', ...ours.map((column) => text(sum(column)))],
      ['the largest step of ours', ...largest],
      ['**the clients of servers**', ...columns.map((column, index) => text(sum(column) - sum(ours[index]!)))],
      ...elapsedInQueues([...imports.values()], rows),
      ['elapsed until completed', ...elapsed('completed')],
      ['elapsed until the subscribers are done', ...elapsed('settled')],
    ],
  );
}

/** The queues whose attempts took a hundredth of the longest one or more, the longest first. */
function elapsedInQueues(imports: readonly ProfiledImport[], rows: number): string[][] {
  const most = (queue: string) => Math.max(...imports.map(({ attempts }) => attempts[queue]?.seconds ?? 0));
  const queues = [...new Set(imports.flatMap(({ attempts }) => Object.keys(attempts)))].sort(
    (a, b) => most(b) - most(a),
  );
  return queues
    .filter((queue) => most(queue) >= most(queues[0]!) / 100)
    .map((queue) => [
      `elapsed in ${queue}`,
      ...imports.map(({ attempts }) => {
        const { count, seconds } = attempts[queue] ?? { count: 0, seconds: 0 };
        return count === 0
          ? '–'
          : `${text((seconds * 1e6) / rows)}, ${count} × ${((seconds * 1e3) / count).toFixed(0)} ms`;
      }),
    ]);
}

function costsOf(stacks: ReadonlyMap<string, number>, rows: number): Cost[] {
  const found = new Map<string, Cost>();
  for (const [stack, microseconds] of stacks) {
    const [service, step] = stack.split(';', 2) as [string, string];
    const cost = found.get(`${service};${step}`) ?? { service, step, microseconds: 0 };
    cost.microseconds += microseconds / rows;
    found.set(`${service};${step}`, cost);
  }
  return [...found.values()];
}

function sum(costs: readonly Cost[]): number {
  return costs.reduce((total, { microseconds }) => total + microseconds, 0);
}

function text(cost: number): string {
  return `${cost.toFixed(1)} µs`;
}
