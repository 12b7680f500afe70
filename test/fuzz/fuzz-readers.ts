/**
 * `npm run fuzz:readers`: mutates files of every format for as long as is stated, and checks each like the importer. The
 * files are read in a process of its own, which is watched: an input that ends it, holds it up, or takes its memory is a
 * finding too. What is found is written to test/fixtures/fuzz, where a unit test reads it from then on.
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

const KINDS: Kind[] = ['texts', 'xlsx', 'xls'];
/** A file of half a megabyte takes a second at most; one of XLS is read by a process that has two minutes. */
const PATIENCE_MS: Record<Kind, number> = { texts: 30_000, xlsx: 30_000, xls: 130_000 };
/** The importer with its readers needs less; the XLS process has its own limit. */
const HEAP_MEGABYTES = 256;

const program = fileURLToPath(import.meta.url);
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
  let findings = 0;
  for (const kind of kinds) {
    const until = Date.now() + (minutes * 60_000) / kinds.length;
    const { read, outcomes, faults, xlsMegabytes } = await fuzz(kind, seed, until);
    findings += faults.length;
    report.say(`${kind}: ${read} files read, seed ${seed}; ${faults.length} findings`);
    if (kind === 'xls') report.say(`    the process that reads XLS took ${xlsMegabytes} MB at most`);
    for (const [outcome, count] of [...outcomes].sort((a, b) => b[1] - a[1])) report.say(`    ${outcome}: ${count}`);
    for (const fault of faults) report.say(`    ${fault}`);
  }
  process.exitCode = findings > 0 ? 1 : 0;
}

interface Round {
  read: number;
  outcomes: Map<string, number>;
  faults: string[];
  xlsMegabytes: number;
}

/** Reads inputs of one kind until a time. A process that ends or stands still is replaced, and goes on with the next. */
async function fuzz(kind: Kind, seed: string, until: number): Promise<Round> {
  const round: Round = { read: 0, outcomes: new Map(), faults: [], xlsMegabytes: 0 };
  let next = 0;
  while (Date.now() < until) {
    const reading = fork(program, [seed, kind, String(next)], { execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`] });
    // It starts when it likes.
    let beganAt = Infinity;
    let reason = 'the process ended';
    reading.on('message', (message: { began?: number; ended?: Outcome }) => {
      beganAt = Date.now();
      if (message.began !== undefined) next = message.began;
      if (message.ended) note(round, message.ended, kind, seed, next);
    });
    const watch = setInterval(() => {
      const isSlow = Date.now() - beganAt > PATIENCE_MS[kind];
      if (isSlow) reason = `no answer in ${PATIENCE_MS[kind]} ms`;
      if (isSlow || Date.now() > until) reading.kill('SIGKILL');
    }, 500);
    await once(reading, 'exit');
    clearInterval(watch);
    if (Date.now() < until) keep(round, reason, kind, seed, next);
    next++;
  }
  return round;
}

function note(round: Round, { outcome, fault, xlsMegabytes }: Outcome, kind: Kind, seed: string, number: number): void {
  round.read++;
  round.outcomes.set(outcome, (round.outcomes.get(outcome) ?? 0) + 1);
  round.xlsMegabytes = Math.max(round.xlsMegabytes, xlsMegabytes);
  if (fault !== null) keep(round, fault, kind, seed, number);
}

function keep(round: Round, fault: string, kind: Kind, seed: string, number: number): void {
  const bytes = inputOf(kind, seed, number);
  const name = `${kind}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`;
  mkdirSync(FOUND, { recursive: true });
  writeFileSync(path.join(FOUND, name), bytes);
  round.faults.push(`${name} (number ${number}): ${fault}`);
}
