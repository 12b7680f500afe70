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
import { fuzzOnce, inputOf, type Kind, type Outcome } from './inputs.js';
import { Keeper } from './kept-files.js';

const KINDS: Kind[] = ['texts', 'xlsx', 'xls'];
/** A file of half a megabyte takes a second at most; one of XLS is read by a process that has two minutes. */
const PATIENCE_MS: Record<Kind, number> = { texts: 30_000, xlsx: 30_000, xls: 130_000 };
/** The importer with its readers needs less; the XLS process has its own limit. */
const HEAP_MEGABYTES = 256;

const program = fileURLToPath(import.meta.url);
/** A run that is interrupted writes what it has found so far. */
const stop = new AbortController();
if (process.send) await readOn();
else await main();

/** In the process that reads: one input after another, of which the parent hears before and after. */
async function readOn(): Promise<void> {
  const [seed, kind, first] = process.argv.slice(2) as [string, Kind, string];
  for (let number = Number(first); process.connected; number++) {
    process.send!({ began: number });
    process.send!({ ended: await fuzzOnce(kind, seed, number) });
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
    const { read, outcomes, faults, xlsMegabytes } = await fuzz({ kind, seed, keeper, found }, until);
    report.say(`${kind}: ${read} files read, seed ${seed}; ${faults.length} findings`);
    if (kind === 'xls') report.say(`    the process that reads XLS took ${xlsMegabytes} MB at most`);
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
  outcomes: Map<string, number>;
  faults: string[];
  xlsMegabytes: number;
}

/** Reads inputs of one kind until a time. A process that ends or stands still is replaced, and goes on with the next. */
async function fuzz(run: Run, until: number): Promise<Round> {
  const { kind, seed } = run;
  const round: Round = { read: 0, outcomes: new Map(), faults: [], xlsMegabytes: 0 };
  let next = 0;
  const isOver = () => Date.now() > until || stop.signal.aborted;
  while (!isOver()) {
    const reading = fork(program, [seed, kind, String(next)], { execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`] });
    // It starts when it likes.
    let beganAt = Infinity;
    let reason = 'the process ended';
    reading.on('message', (message: { began?: number; ended?: Outcome }) => {
      beganAt = Date.now();
      if (message.began !== undefined) next = message.began;
      if (message.ended) note(round, run, message.ended, next);
    });
    const watch = setInterval(() => {
      const isSlow = Date.now() - beganAt > PATIENCE_MS[kind];
      if (isSlow) reason = `no answer in ${PATIENCE_MS[kind]} ms`;
      if (isSlow || isOver()) reading.kill('SIGKILL');
    }, 500);
    await once(reading, 'exit');
    clearInterval(watch);
    if (!isOver()) keep(round, run, reason, next);
    next++;
  }
  return round;
}

function note(round: Round, run: Run, { outcome, fault, xlsMegabytes }: Outcome, number: number): void {
  round.read++;
  for (const code of outcome) round.outcomes.set(code, (round.outcomes.get(code) ?? 0) + 1);
  round.xlsMegabytes = Math.max(round.xlsMegabytes, xlsMegabytes);
  if (fault !== null) keep(round, run, fault, number);
  else if (run.keeper.isNew(run.kind, outcome)) run.keeper.take(run.kind, inputOf(run.kind, run.seed, number), outcome);
}

function keep(round: Round, { kind, seed, found }: Run, fault: string, number: number): void {
  const bytes = inputOf(kind, seed, number);
  const name = `${kind}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`;
  found.set(name, bytes);
  round.faults.push(`${name} (number ${number}): ${fault}`);
}
