import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Operation } from '../operations.js';
import type { Random } from '../random.js';
import type { World } from '../world.js';
import type { Calls } from './calls.js';

const POLL_MS = 1_000;

/** What all clients share. */
export class Context {
  readonly operations: Operation[] = [];
  /** What a client could not cope with; each is a finding. */
  readonly troubles: string[] = [];
  /** Cancellations that were accepted. */
  cancels = 0;
  /** The most imports that were open in one account at the same time. */
  mostQueued = 0;
  /** Tags of one file alone, each with its account, that nobody has removed yet. */
  readonly ownTags: { accountId: string; tag: string }[] = [];
  private readonly knownTags = new Set<string>();
  private readonly stop = new AbortController();
  private readonly working = new Map<string, number>();
  private numbers = 0;

  constructor(
    readonly world: World,
    readonly calls: Calls,
    /** How many phones the accounts draw from. */
    readonly pool: number,
  ) {
    // Every client that pauses listens.
    setMaxListeners(0, this.stop.signal);
  }

  get isStopping(): boolean {
    return this.stop.signal.aborted;
  }

  /** What is being done now, by name: `2 exports`. */
  get work(): string {
    return [...this.working].map(([name, count]) => `${count} ${name}`).join(', ');
  }

  endSoon(): void {
    this.stop.abort();
  }

  /** A number that nobody else gets. */
  nextNumber(): number {
    return ++this.numbers;
  }

  randomAccount(random: Random): string {
    return random.pick(this.world.tenant.accounts).id;
  }

  /** A file may be imported again, but its tag is removed only once. */
  noteOwnTag(accountId: string, tag: string): void {
    if (this.knownTags.has(tag)) return;
    this.knownTags.add(tag);
    this.ownTags.push({ accountId, tag });
  }

  /** An account that has contacts with tags; any, if there is none yet. */
  randomTaggedAccount(random: Random): string {
    const tagged = this.operations.filter(
      (asked) => asked.kind === 'import' && asked.record && asked.file.hasTagsColumn,
    );
    return tagged.length > 0 ? random.pick(tagged).accountId : this.randomAccount(random);
  }

  /** Resolves earlier when the clients are to end. */
  async pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.stop.signal }).catch(() => undefined);
  }

  async do(name: string, work: () => Promise<unknown>): Promise<void> {
    this.working.set(name, (this.working.get(name) ?? 0) + 1);
    try {
      await work();
    } catch (error) {
      this.troubles.push(`${name}: ${String(error)}`);
      this.world.log(`a client had trouble with ${name}: ${String(error)}`);
    } finally {
      const left = this.working.get(name)! - 1;
      if (left === 0) this.working.delete(name);
      else this.working.set(name, left);
    }
  }

  /** Does it again and again, one after another, until the clients are to end. */
  async again(name: string, pauseMs: () => number, work: () => Promise<unknown>): Promise<void> {
    while (!this.isStopping) {
      await this.do(name, work);
      await this.pause(pauseMs());
    }
  }

  /** Begins it at a steady rate, unless as many as `atOnce` are still under way. Resolves when all have ended. */
  async atRate(
    name: string,
    { everyMs, atOnce, random }: { everyMs: number; atOnce: number; random: Random },
    work: () => Promise<unknown>,
  ): Promise<void> {
    const begun = new Set<Promise<void>>();
    while (!this.isStopping) {
      await this.pause(random.int(everyMs / 2, everyMs * 1.5));
      if (this.isStopping || begun.size >= atOnce) continue;
      const doing = this.do(name, work).finally(() => begun.delete(doing));
      begun.add(doing);
    }
    await Promise.all(begun);
  }

  /** Reads it until it has ended. */
  async follow<T>(path: string, hasEnded: (state: T) => boolean, pollMs = POLL_MS): Promise<T> {
    for (;;) {
      const state = await this.calls.get<T>(path);
      if (hasEnded(state)) return state;
      await sleep(pollMs);
    }
  }
}
