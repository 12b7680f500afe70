import type { Contact, Page } from '#contracts';
import type { Finding } from '../checks/check.js';
import type { ImportAsked, Operation } from '../operations.js';
import type { Random } from '../random.js';
import type { World } from '../world.js';
import { Calls } from './calls.js';
import { cancelOne } from './cancelling.js';
import { Context } from './context.js';
import { edit } from './editing.js';
import { freeze } from './freezing.js';
import { importFile, Importing } from './importing.js';
import { look } from './listing.js';
import { download, findTagChanges, followReplay, followTagChange, orderReplay, orderTagChange } from './orders.js';
import { randomClub } from './people.js';

/** How much the clients do before they may end. */
export interface Amounts {
  imports: number;
  rows: number;
  cancels: number;
  /** Imports that wait in one account at the same time, once. */
  queued: number;
}

/** What the services need so that the clients may do it. */
export const ENV_FOR_CLIENTS = { LIMIT_OPEN_IMPORTS: '100' };

const IMPORTERS = 3;
const CANCELLERS = 2;
/** Each contact is imported about so many times. */
const TIMES = 10;
/** The largest file has so many times the rows of the mean. */
const LARGEST = 2;
/** More than wait, so that some may end while the others are being uploaded. */
const MORE_QUEUED = 5;

/** Everything that is done to the product through its API, by several clients at once, until they are told to end. */
export class Clients {
  private readonly calls: Calls;
  private readonly context: Context;
  private readonly importing: Importing;
  private readonly beginnings: Promise<void>[] = [];

  constructor(
    private readonly world: World,
    private readonly random: Random,
    private readonly amounts: Amounts,
  ) {
    const urls = world.of('gateway').map(({ url }) => url);
    this.calls = new Calls(urls, world.apiKey, random.for('calls'));
    const ofEach = amounts.rows / world.tenant.accounts.length;
    const pool = Math.ceil(Math.max(ofEach / TIMES, LARGEST * this.meanRows));
    this.context = new Context(world, this.calls, pool);
    const sizes = random.for('sizes');
    this.importing = new Importing(this.context, random.for('imports'), () => this.nextSize(sizes));
  }

  /** All that was asked for so far. */
  get operations(): Operation[] {
    return this.context.operations;
  }

  /** Begins to work in the background. */
  start(): void {
    const { context, random } = this;
    const work = (name: string, everyMs: number, one: (random: Random) => Promise<unknown>, atOnce = 3) => {
      const own = random.for(name);
      this.beginnings.push(context.atRate(name, { everyMs, atOnce, random: own }, () => one(own)));
    };
    const workers = (
      name: string,
      count: number,
      pauseMs: (random: Random) => number,
      one: (random: Random) => Promise<void>,
    ) => {
      for (let index = 1; index <= count; index++) {
        const own = random.for(`${name} ${index}`);
        this.beginnings.push(
          context.again(
            name,
            () => pauseMs(own),
            () => one(own),
          ),
        );
      }
    };
    workers(
      'imports',
      IMPORTERS,
      (own) => own.int(0, 3_000),
      () => this.importing.one(),
    );
    workers(
      'queued imports',
      1,
      () => 10_000,
      () => this.queueOnce(),
    );
    workers(
      'cancellations',
      CANCELLERS,
      (own) => own.int(0, this.hasCancelledEnough ? 60_000 : 4_000),
      (own) => cancelOne(context, own),
    );
    work('edits', 1_000, (own) => edit(context, own), 10);
    work('tag changes', 20_000, async (own) => followTagChange(context, await orderTagChange(context, own)));
    work('exports', 40_000, (own) => this.exportSome(own));
    work('freezes', 60_000, (own) => freeze(context, own));
    work('replays', 120_000, async (own) => {
      const asked = await orderReplay(context, own);
      if (asked) await followReplay(context, asked);
    });
    // More often, and a server that reads the whole list for each page (SecantusDB) does nothing else.
    work('lists', 5_000, (own) => look(context, own), 4);
  }

  /** Whether they have done at least what was to be done. */
  get haveDoneEnough(): boolean {
    const { imports, rows } = this.done;
    const { amounts, context } = this;
    const hasImported = imports >= amounts.imports && rows >= amounts.rows;
    return hasImported && this.hasCancelledEnough && context.mostQueued >= amounts.queued;
  }

  /** In a few words, such as `31 imports with 620,000 rows`. */
  get progress(): string {
    const { context } = this;
    const { imports, rows } = this.done;
    const work = context.isStopping && context.work ? `; still to end: ${context.work}` : '';
    return `${imports} imports with ${rows.toLocaleString('en')} rows, ${context.cancels} cancelled${work}`;
  }

  /** Imports some contacts, and resolves when that has ended. A fault uses it that needs an import at its time. */
  importInto(accountId: string, rows: number): Promise<ImportAsked> {
    return importFile(this.context, { accountId, rows, seed: `wanted ${this.context.nextNumber()}` });
  }

  /** Begins nothing new, and resolves when all that was asked for has ended. */
  async finish(): Promise<void> {
    this.context.endSoon();
    await Promise.all(this.beginnings);
    await this.context.do('tag changes', async () => {
      for (const asked of this.operations) if (asked.kind === 'tag-change') await findTagChanges(this.context, asked);
    });
    await this.context.do('last exports', async () => {
      for (const { id } of this.world.tenant.accounts) await this.compareExport(id);
    });
  }

  /** What the clients saw with their own eyes. */
  findings(): Finding[] {
    const { troubles } = this.context;
    const figure = `${this.operations.length.toLocaleString('en')} operations; ${this.progress}`;
    return [...this.calls.findings(), { promise: 'Each client gets what it asks for', figure, broken: troubles }];
  }

  /** How often each route was answered with each status. */
  table(): ReturnType<Calls['table']> {
    return this.calls.table();
  }

  private get done(): { imports: number; rows: number } {
    let imports = 0;
    let rows = 0;
    for (const asked of this.operations) {
      if (asked.kind !== 'import' || !asked.record) continue;
      const { status, counts } = asked.record;
      if (status !== 'completed' && status !== 'completed_with_errors') continue;
      imports++;
      rows += asked.record.rows! - counts.unprocessed;
    }
    return { imports, rows };
  }

  private get hasCancelledEnough(): boolean {
    return this.context.cancels >= this.amounts.cancels;
  }

  private get meanRows(): number {
    return this.amounts.rows / this.amounts.imports;
  }

  /** Around the mean that makes enough rows; a tenth of that when there are enough. */
  private nextSize(random: Random): number {
    const mean = Math.ceil(this.done.rows < this.amounts.rows ? this.meanRows : this.meanRows / 10);
    return Math.max(10, random.int(Math.ceil(mean / 5), LARGEST * mean));
  }

  private async queueOnce(): Promise<void> {
    const { queued, imports } = this.amounts;
    if (this.context.mostQueued >= queued || this.done.imports < imports / 5) return;
    await this.importing.manyAtOnce(queued + MORE_QUEUED, Math.ceil(this.meanRows));
  }

  private async exportSome(random: Random): Promise<void> {
    const accountId = this.context.randomTaggedAccount(random);
    if (random.chance(0.2)) await download(this.context, accountId, { format: 'csv' });
    else
      await download(this.context, accountId, {
        tag: randomClub(random),
        format: random.pick(['csv', 'xlsx'] as const),
      });
  }

  /** Nothing changes any more, so a list and a download of all contacts have the same number. */
  private async compareExport(accountId: string): Promise<void> {
    const { record, fileRows } = await download(this.context, accountId, { format: 'csv' });
    const { count } = await this.calls.get<Page<Contact>>(`/v1/contacts?accountId=${accountId}&limit=1&count=exact`);
    if (record!.rows !== count.value || fileRows !== count.value)
      this.calls.breach(
        'the last export has another number of contacts than the list',
        `(account ${accountId}: list ${count.value}, record ${record!.rows}, file ${fileRows})`,
      );
  }
}
