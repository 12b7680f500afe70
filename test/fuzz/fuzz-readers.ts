/**
 * `npm run fuzz:readers`: mutates files of every format for as long as is stated, and checks each like the importer. The
 * files are read in a process of its own, which is watched: an input that ends it, holds it up, or takes its memory is a
 * finding too. What is found is written to test/fixtures/fuzz, and what reached something new to test/fixtures/fuzz-corpus;
 * a unit test reads both from then on.
 */
import { Command } from 'commander';
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { consoleReport, parseWhole } from '#terminal';
import { FOUND } from './corpus.js';
import { fuzzHere, fuzzInTime, fuzzOnce, inputOf, type Kind, type Outcome } from './inputs.js';
import { Keeper } from './kept-files.js';

const KINDS: Kind[] = ['texts', 'xlsx', 'xls'];
/** A file of half a megabyte takes a second at most. */
const PATIENCE_MS = 30_000;
/** How long one XLS may take, which is a few milliseconds. The importer waits for two minutes. */
const XLS_SECONDS = 5;
/** One of so many XLS is read in a process of its own, as the importer does it. */
const IN_OWN_PROCESS = 50;
/** The importer with its readers needs less; the XLS process has its own limit. */
const HEAP_MEGABYTES = 256;

const program = fileURLToPath(import.meta.url);
/** A run that is interrupted writes what it has found so far. */
const stop = new AbortController();
if (process.send) await readOn();
else await main();

/** What the process that reads tells its parent, before and after each input. `isHere`: see {@link fuzzHere}. */
type Told = { began: number; isHere: boolean } | { ended: Outcome };

function tell(told: Told): void {
  process.send!(told);
}

/** In the process that reads: one input after another. */
async function readOn(): Promise<void> {
  const [seed, kind, first, doubted] = process.argv.slice(2) as [string, Kind, string, string];
  const keeper = new Keeper();
  const seen = new Set<string>();
  for (let number = Number(first); process.connected; number++) {
    if (kind === 'xls' && number % IN_OWN_PROCESS !== 0 && String(number) !== doubted) {
      tell({ began: number, isHere: true });
      const found = await fuzzHere(kind, seed, number);
      const isKnown = found.outcome.every((code) => seen.has(code)) || !keeper.isNew(kind, found.outcome);
      if (found.fault === null && isKnown) {
        tell({ ended: found });
        continue;
      }
    }
    // What is told of counts only if the importer comes to it too.
    tell({ began: number, isHere: false });
    const ended = await (kind === 'xls' ? fuzzInTime(kind, seed, number, XLS_SECONDS) : fuzzOnce(kind, seed, number));
    for (const code of ended.outcome) seen.add(code);
    tell({ ended });
  }
}

async function main(): Promise<void> {
  const { minutes, seed, only } = new Command('npm run fuzz:readers --')
    .option('--minutes <number>', 'how long', (text) => parseWhole(text, 1, 600), 1)
    .option('--seed <text>', 'the same seed makes the same files', String(Date.now()))
    .option('--only <kinds...>', `some of ${KINDS.join(', ')}`)
    .parse()
    .opts<{ minutes: number; seed: string; only?: Kind[] }>();
  const report = consoleReport();
  const kinds = only ?? KINDS;
  const keeper = new Keeper();
  const found = new Map<string, Buffer>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  for (const kind of kinds) {
    const until = Date.now() + (minutes * 60_000) / kinds.length;
    const { read, inOwnProcess, heldUp, outcomes, faults, xlsMegabytes } = await fuzz(
      { kind, seed, keeper, found },
      until,
    );
    report.say(`${kind}: ${read} files read, seed ${seed}; ${faults.length} findings`);
    if (kind === 'xls') {
      report.say(`    ${inOwnProcess} of them in a process of their own, which took ${xlsMegabytes} MB at most`);
      report.say(`    ${heldUp} held up or ended the process that read them, and were read again in one of their own`);
    }
    for (const [outcome, count] of [...outcomes].sort((a, b) => b[1] - a[1])) report.say(`    ${outcome}: ${count}`);
    for (const fault of faults) report.say(`    ${fault}`);
  }
  // Not before: what is mutated must stay the same while processes are replaced.
  if (found.size > 0) mkdirSync(FOUND, { recursive: true });
  for (const [name, bytes] of found) writeFileSync(path.join(FOUND, name), bytes);
  report.say(`${keeper.store()} files that reached something new are in the corpus now`);
  process.exitCode = found.size > 0 ? 1 : 0;
}

/** What is made, where files with something new go, and files with faults, by their names. */
interface Run {
  kind: Kind;
  seed: string;
  keeper: Keeper;
  found: Map<string, Buffer>;
}

interface Round {
  read: number;
  inOwnProcess: number;
  heldUp: number;
  outcomes: Map<string, number>;
  faults: string[];
  xlsMegabytes: number;
}

/** Reads inputs of one kind until a time. A process that ends or stands still is replaced, and goes on with the next. */
async function fuzz(run: Run, until: number): Promise<Round> {
  const { kind, seed } = run;
  const round: Round = { read: 0, inOwnProcess: 0, heldUp: 0, outcomes: new Map(), faults: [], xlsMegabytes: 0 };
  let next = 0;
  /** An XLS with which the process came to no end. It is read again, as the importer would. */
  let doubted: number | null = null;
  const isOver = () => Date.now() > until || stop.signal.aborted;
  while (!isOver()) {
    const reading = fork(program, [seed, kind, String(next), String(doubted)], {
      execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`],
      // SheetJS names every record that it does not know.
      stdio: kind === 'xls' ? ['ignore', 'ignore', 'ignore', 'ipc'] : undefined,
    });
    // It starts when it likes.
    let beganAt = Infinity;
    let isHere = false;
    let reason = 'the process ended';
    reading.on('message', (told: Told) => {
      beganAt = Date.now();
      if ('began' in told) [next, isHere] = [told.began, told.isHere];
      else note(round, run, told.ended, { number: next, isHere });
    });
    const watch = setInterval(() => {
      const patience = isHere ? XLS_SECONDS * 1_000 : PATIENCE_MS;
      const isSlow = Date.now() - beganAt > patience;
      if (isSlow) reason = `no answer in ${patience} ms`;
      if (isSlow || isOver()) reading.kill('SIGKILL');
    }, 500);
    await once(reading, 'exit');
    clearInterval(watch);
    if (isOver()) break;
    doubted = isHere ? next : null;
    if (isHere) round.heldUp++;
    else keep(round, run, reason, next++);
  }
  return round;
}

function note(
  round: Round,
  run: Run,
  { outcome, fault, xlsMegabytes }: Outcome,
  { number, isHere }: { number: number; isHere: boolean },
): void {
  const { kind, seed, keeper } = run;
  round.read++;
  if (kind === 'xls' && !isHere) round.inOwnProcess++;
  for (const code of outcome) round.outcomes.set(code, (round.outcomes.get(code) ?? 0) + 1);
  round.xlsMegabytes = Math.max(round.xlsMegabytes, xlsMegabytes);
  // What takes all time or memory of its process would do so in each run of the unit test.
  const isCostly = kind === 'xls' && outcome.includes('workbook_too_complex');
  if (fault !== null) keep(round, run, fault, number);
  else if (!isCostly && keeper.isNew(kind, outcome)) keeper.take(kind, inputOf(kind, seed, number), outcome);
}

function keep(round: Round, { kind, seed, found }: Run, fault: string, number: number): void {
  const bytes = inputOf(kind, seed, number);
  const name = `${kind}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`;
  found.set(name, bytes);
  round.faults.push(`${name} (number ${number}): ${fault}`);
}
