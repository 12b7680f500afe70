import { cpus, totalmem } from 'node:os';
import type { RunResult } from './run.js';

/** Shown of each finding; their number is always told. */
const SHOWN = 10;

/** The result for the terminal: what happened, what had to be true, and each case in which it was not. */
export function resultText({ happened, findings, seconds, work }: RunResult): string {
  const faults = happened.map(({ name, times, unavailable }) =>
    unavailable === null ? `  ${String(times).padStart(5)}  ${name}` : `      –  ${name}: ${unavailable}`,
  );
  const lines = findings.map(
    ({ promise, figure, broken }) => `  ${broken.length === 0 ? '✓' : '✗'} ${promise}: ${figure}${brokenText(broken)}`,
  );
  return [`What was done in ${minutes(seconds)} (${work}):`, ...faults, '', 'What must be true:', ...lines].join('\n');
}

function brokenText(broken: readonly string[]): string {
  if (broken.length === 0) return '';
  const more = broken.length > SHOWN ? [`… and ${broken.length - SHOWN} more`] : [];
  return [` — broken in ${broken.length} cases:`, ...broken.slice(0, SHOWN), ...more].join('\n      ');
}

export interface Circumstances {
  version: string;
  seed: string;
  command: string;
}

/** The part of docs/reliability.md that a run writes: figures and circumstances, as Markdown. */
export function resultPage({ happened, findings, seconds, work }: RunResult, about: Circumstances): string {
  const { version, seed, command } = about;
  return [
    `${new Date().toISOString().slice(0, 10)}, version ${version}, seed \`${seed}\`, ${minutes(seconds)}; ${cpus().length} cores`,
    `of ${cpus()[0]?.model.trim() ?? 'an unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node.js ${process.versions.node}, ${process.platform}.`,
    `Again: \`${command}\`.`,
    '',
    `What the clients did: ${work}.`,
    '',
    ...table(
      ['what was done', 'times'],
      happened.map(({ name, times, unavailable }) => [name, unavailable ?? String(times)]),
    ),
    '',
    ...table(
      ['what must be true', 'looked at, measured', 'broken'],
      findings.map(({ promise, figure, broken }) => [promise, figure, String(broken.length)]),
    ),
  ].join('\n');
}

function table(head: string[], rows: string[][]): string[] {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

function minutes(seconds: number): string {
  return `${Math.round(seconds / 60)} minutes`;
}
