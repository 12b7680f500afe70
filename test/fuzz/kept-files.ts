import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ROOT } from '../../tools/product/service-process.js';

export const FOLDER = path.join(ROOT, 'test', 'fixtures', 'fuzz-corpus');
/** What became of each file, by its name. */
const OUTCOMES = path.join(FOLDER, 'outcomes.json');
/** All of them, compressed. */
export const MOST_BYTES = 200_000;
/** One of them: others with the same outcome will be smaller. */
const LARGEST_BYTES = 8_000;

/** A changed file that was the first to reach an outcome, such as the code of a refusal or of a warning. */
export interface KeptFile {
  name: string;
  bytes: Buffer;
  outcome: string;
}

/** The corpus: files that reach everything that the fuzzer has reached so far. */
export function keptFiles(): KeptFile[] {
  return Object.entries(outcomes()).map(([name, outcome]) => ({ name, outcome, bytes: gunzipSync(compressed(name)) }));
}

/** The files of the corpus, and those that a run adds to it at its end. */
export class Keeper {
  private readonly stored = outcomes();
  private readonly added = new Map<string, { packed: Buffer; outcome: string }>();
  private readonly reached = new Set<string>();
  private bytes = 0;

  constructor() {
    for (const [name, outcome] of Object.entries(this.stored)) {
      this.bytes += compressed(name).length;
      for (const code of outcome.split(', ')) this.reached.add(`${kindOf(name)} ${code}`);
    }
  }

  /** Whether an outcome has something that no file of this kind had. */
  isNew(kind: string, outcome: readonly string[]): boolean {
    return outcome.some((code) => !this.reached.has(`${kind} ${code}`));
  }

  /** Takes a file with a new outcome in, unless it is large or the corpus is. */
  take(kind: string, bytes: Buffer, outcome: readonly string[]): void {
    const packed = gzipSync(bytes, { level: 9 });
    if (packed.length > LARGEST_BYTES || this.bytes + packed.length > MOST_BYTES) return;
    this.bytes += packed.length;
    for (const code of outcome) this.reached.add(`${kind} ${code}`);
    const name = `${kind}-${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.gz`;
    this.added.set(name, { packed, outcome: outcome.join(', ') });
  }

  /** @returns how many files were added */
  store(): number {
    mkdirSync(FOLDER, { recursive: true });
    const all = Object.entries(this.stored);
    for (const [name, { packed, outcome }] of this.added) {
      writeFileSync(path.join(FOLDER, name), packed);
      all.push([name, outcome]);
    }
    const sorted = Object.fromEntries(all.sort(([one], [two]) => (one < two ? -1 : 1)));
    writeFileSync(OUTCOMES, `${JSON.stringify(sorted, null, 2)}\n`);
    return this.added.size;
  }
}

function outcomes(): Record<string, string> {
  return existsSync(OUTCOMES) ? (JSON.parse(readFileSync(OUTCOMES, 'utf8')) as Record<string, string>) : {};
}

function compressed(name: string): Buffer {
  return readFileSync(path.join(FOLDER, name));
}

/** `xlsx` of `xlsx-0123456789ab.gz`. */
export function kindOf(name: string): string {
  return name.slice(0, name.indexOf('-'));
}
