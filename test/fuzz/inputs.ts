import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Random } from '../../chaos/random.js';
import { readXls } from '../../apps/importer/src/readers/read-xls.js';
import type { RowReader } from '../../apps/importer/src/readers/row-reader.js';
import { checkBytes } from './check-bytes.js';
import { corpus } from './corpus.js';
import { mutate } from './mutations.js';
import { readXlsHere } from './read-xls-here.js';

export type Kind = 'texts' | 'xlsx' | 'xls';

/** What became of one input, by codes. `fault`: what must not be. `xlsMegabytes`: what the process for XLS took. */
export interface Outcome {
  outcome: string[];
  fault: string | null;
  xlsMegabytes: number;
}

/** The names with which the files are uploaded. */
export const NAMES: Record<Kind, string> = { texts: 'a.csv', xlsx: 'a.xlsx', xls: 'a.xls' };
/** What the process for XLS may take (read-xls.ts). */
const XLS_MEGABYTES = 400;
const LOOK_EVERY_MS = 20;
/** How long a process that was killed may take to be gone. */
const END_MS = 10_000;

const files = corpus();

/** The input with this number, which is the same for the same seed. */
export function inputOf(kind: Kind, seed: string, number: number): Buffer {
  const random = new Random(`${seed}/${kind}/${number}`);
  const others = random.chance(0.1) ? Object.values(files).flat() : files[kind];
  return mutate(random.pick(files[kind]), others, random);
}

/** Checks one input like the importer. */
export function fuzzOnce(kind: Kind, seed: string, number: number): Promise<Outcome> {
  return checkWatched(kind, inputOf(kind, seed, number));
}

/** Checks one input in this process alone, in which an XLS may stay without end. */
export function fuzzHere(kind: Kind, seed: string, number: number): Promise<Outcome> {
  return check(kind, inputOf(kind, seed, number), readXlsHere);
}

/** For a process that has to end others in time: an XLS is refused that takes longer than this. */
export function fuzzInTime(kind: Kind, seed: string, number: number, patienceSeconds: number): Promise<Outcome> {
  const bytes = inputOf(kind, seed, number);
  return checkWatched(kind, bytes, (file, context) => readXls(file, context, { patienceSeconds }));
}

/** Checks a file, and looks at the process that reads XLS: what it takes, and that it ends with the check. */
export async function checkWatched(kind: Kind, bytes: Buffer, xls?: RowReader): Promise<Outcome> {
  const before = new Set(children());
  const own = () => children().filter((pid) => !before.has(pid));
  let xlsMegabytes = 0;
  const look = (): void => void (xlsMegabytes = Math.max(xlsMegabytes, ...own().map(peakMegabytes)));
  const watch = kind === 'xls' ? setInterval(look, LOOK_EVERY_MS) : undefined;
  const found = { ...(await check(kind, bytes, xls)), xlsMegabytes };
  clearInterval(watch);
  if (xlsMegabytes > XLS_MEGABYTES) return { ...found, fault: `its process took ${xlsMegabytes} MB` };
  for (let waited = 0; own().length > 0; waited += LOOK_EVERY_MS) {
    if (waited > END_MS) return { ...found, fault: `a process is left over: ${own().join(', ')}` };
    await setTimeout(LOOK_EVERY_MS);
  }
  return found;
}

function check(kind: Kind, bytes: Buffer, xls?: RowReader): Promise<Outcome> {
  return checkBytes(bytes, NAMES[kind], xls).then(
    (outcome) => ({ outcome, fault: null, xlsMegabytes: 0 }),
    (error: Error) => ({ outcome: ['a fault'], fault: error.stack ?? error.message, xlsMegabytes: 0 }),
  );
}

/** The processes that this one has started and that live; none where the system does not tell. */
export function children(): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}

function peakMegabytes(pid: number): number {
  try {
    const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes) / 1024);
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}
