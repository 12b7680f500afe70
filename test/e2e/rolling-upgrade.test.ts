import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { migrateDatabase } from '#persistence';
import {
  isFinished,
  SERVICES,
  type Contact,
  type Import,
  type Page,
  type ServiceName,
  type TagChange,
} from '#contracts';
import { missingInSchema } from '../../libs/persistence/src/migrations/schema-check.js';
import { Supervisor } from '../../tools/local-services/supervisor.js';
import { ROOT, type ServiceProcess } from '../../tools/product/service-process.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { buildOf, emptyDatabase, migrateAs, processesOf, type Services } from '../support/other-build.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

/** The commit of the build before. `npm run test:upgrade` sets it; a normal test run upgrades nothing. */
const FROM = process.env.UPGRADE_FROM;

/** Rows of each import, and contacts of each tag change. With small batches, an import can be met in its middle. */
const ROWS = 6_000;
const env = { IMPORT_BATCH_ROWS: '50', IMPORT_BATCHES_IN_FLIGHT: '4' };
const WORKERS = SERVICES.filter((name) => name !== 'gateway');

(FROM ? describe : describe.skip)(`a rolling upgrade from ${FROM}, and back`, () => {
  let before: string;
  const supervisor = new Supervisor();

  beforeAll(() => {
    before = buildOf(FROM!);
  }, 600_000);
  afterAll(() => supervisor.close());

  it.each([
    [
      'the services that users and files meet come last, and the database is migrated meanwhile',
      [...WORKERS, 'gateway'],
      true,
    ],
    ['they come first, and the database was migrated before', ['gateway', ...WORKERS.toReversed()], false],
  ] as [string, ServiceName[], boolean][])(
    'loses and doubles nothing: %s',
    async (_, order, migratesMeanwhile) => {
      const stack = await startStack({ services: [], env });
      let load: Load | undefined;
      try {
        await emptyDatabase(stack);
        migrateAs(before, stack);
        const old = await processesOf(stack, before, supervisor);
        const now = await processesOf(stack, ROOT, supervisor);
        await Promise.all(Object.values(old).map((service) => service.start()));
        // It makes what the build of before needs, not what this one does.
        const tenant = await stack.seed({ accounts: ['active', 'active', 'active'] });
        load = new Load(old.gateway.url, tenant);
        const working = load.start();
        await load.hasDone(1);
        await load.isHalfWay();

        if (migratesMeanwhile) await waitsForMigration(now[order[0]!], stack);
        migrateAs(ROOT, stack);
        if (migratesMeanwhile) await now[order[0]!].ready();
        await replace(old, now, order, load);
        // Back: services of the build before start on the migrated database too.
        await replace(now, old, order.toReversed(), load);
        load.stop();
        await working;
        await isHeard(stack);
        await Promise.all(Object.values(old).map((service) => service.kill('SIGTERM')));
        await migrateDatabase(stack.env.MONGODB_URI!, { cleanUp: true });
        await everythingIsThere(stack, load);
      } finally {
        load?.stop();
        await supervisor.close();
        await stack.stop();
      }
    },
    1_200_000,
  );
});

/** Each service of the other build starts beside the one that runs, which stops in the middle of an import. */
async function replace(running: Services, other: Services, order: ServiceName[], load: Load): Promise<void> {
  for (const name of order) {
    if (!other[name].isRunning) await other[name].start();
    if (name === 'gateway') load.url = other[name].url;
    await load.isHalfWay();
    await running[name].kill('SIGTERM');
    await load.hasDone(1);
  }
}

/** Imports, tag changes and edits, one after another each, in an account of its own each. */
class Load {
  readonly imports: Import[] = [];
  readonly tagChanges: TagChange[] = [];
  readonly edits = new Map<string, string>();
  private stopping = false;

  constructor(
    public url: string,
    readonly tenant: SeededTenant,
  ) {}

  get api(): ApiClient {
    return new ApiClient(this.url, this.tenant.keys.admin);
  }

  async start(): Promise<void> {
    const [, tagged] = this.tenant.accounts;
    const { id } = await persist(() => this.api.upload(tagged!.id, people(0)));
    await this.finished(id);
    await Promise.all([this.importAgainAndAgain(), this.tagAgainAndAgain(), this.editAgainAndAgain()]);
  }

  /** Waits until so many more imports and tag changes have ended. */
  async hasDone(more: number): Promise<void> {
    const [imports, tagChanges] = [this.imports.length + more, this.tagChanges.length + more];
    await eventually(
      'the load goes on',
      () => {
        expect(this.imports.length).toBeGreaterThanOrEqual(imports);
        expect(this.tagChanges.length).toBeGreaterThanOrEqual(tagChanges);
      },
      180_000,
    );
  }

  /** Waits until an import is under way and half of its rows are applied. */
  async isHalfWay(): Promise<void> {
    await eventually(
      'half of a file is applied',
      async () => {
        const [latest] = (await this.api.get<Page<Import>>(`/v1/imports?accountId=${this.tenant.accounts[0]!.id}`))
          .items;
        expect(latest).toMatchObject({ status: 'importing' });
        expect(latest!.processed).toBeGreaterThanOrEqual(ROWS / 2);
        expect(latest!.processed).toBeLessThan(ROWS);
      },
      180_000,
    );
  }

  stop(): void {
    this.stopping = true;
  }

  private async importAgainAndAgain(): Promise<void> {
    for (let round = 0; !this.stopping; round++) {
      const { id } = await persist(() => this.api.upload(this.tenant.accounts[0]!.id, people(round)));
      this.imports.push(await this.finished(id));
    }
  }

  private async tagAgainAndAgain(): Promise<void> {
    const accountId = this.tenant.accounts[1]!.id;
    for (let round = 0; !this.stopping; round++) {
      const tags = round % 2 === 0 ? { add: ['round'] } : { remove: ['round'] };
      const { id } = await persist(() =>
        this.api.post<TagChange>('/v1/tag-changes', { filter: { accountId }, ...tags }),
      );
      const ended = await eventually(
        'the tag change ends',
        async () => {
          const current = await this.api.get<TagChange>(`/v1/tag-changes/${id}`);
          expect(current.finishedAt).not.toBeNull();
          return current;
        },
        180_000,
      );
      this.tagChanges.push(ended);
    }
  }

  private async editAgainAndAgain(): Promise<void> {
    const accountId = this.tenant.accounts[2]!.id;
    for (let n = 0; !this.stopping; n++) {
      const [phone, name] = [String(34700000000 + (n % 50)), `Edit ${n}`];
      await persist(() => this.api.post(`/v1/accounts/${accountId}/contacts`, { phone, name, tags: ['edited'] }));
      this.edits.set(phone, name);
    }
  }

  /** Each look is at the gateway of the moment. */
  private finished(importId: string): Promise<Import> {
    return eventually(
      'the import ends',
      async () => {
        const current = await this.api.get<Import>(`/v1/imports/${importId}`);
        expect(isFinished(current.status)).toBe(true);
        return current;
      },
      180_000,
    );
  }
}

/** As a client would: what a gateway or a service that stops did not take is sent again. */
function persist<T>(send: () => Promise<T>): Promise<T> {
  return eventually('the request is served', send, 120_000);
}

function people(round: number): string {
  const lines = Array.from({ length: ROWS }, (_, n) => `${34600000000 + n},Person ${n} of ${round},cat,r${round}`);
  return ['id,name,tags,round', ...lines].join('\n');
}

/** Every change has the right counts, is in the database once, and has reached the campaigns service's view. */
async function everythingIsThere(stack: Stack, { imports, tagChanges, edits, tenant }: Load): Promise<void> {
  const [first, ...rest] = imports;
  expect(first).toMatchObject({ status: 'completed', rows: ROWS, counts: { created: ROWS, updated: 0, unchanged: 0 } });
  for (const one of rest)
    expect(one).toMatchObject({ status: 'completed', rows: ROWS, counts: { created: 0, updated: ROWS, unchanged: 0 } });
  for (const one of tagChanges)
    expect(one).toMatchObject({ status: 'completed', counts: { updated: ROWS, unchanged: 0, rejected: 0 } });
  await withDatabase(stack, async (db) => {
    const edited = await db.collection('contacts').find({ accountId: tenant.accounts[2]!.id }).toArray();
    expect(new Map(edited.map((contact) => [contact.phone as string, contact.name as Contact['name']]))).toEqual(edits);
    expect(await db.collection('dead_letters').find().toArray()).toEqual([]);
    const inOrder = { sort: { _id: 1 }, projection: { rev: 1, terms: 1, tags: 1 } } as const;
    const contacts = await db.collection('contacts').find({}, inOrder).toArray();
    expect(contacts).toHaveLength(2 * ROWS + edits.size);
    expect(await db.collection('audience').find({}, inOrder).toArray()).toEqual(contacts);
  });
  console.log(`${imports.length} imports, ${tagChanges.length} tag changes, ${edits.size} contacts edited`);
}

/** Every event has reached its subscribers. */
async function isHeard(stack: Stack): Promise<void> {
  await withDatabase(stack, (db) =>
    eventually(
      'the outbox is empty',
      async () => expect(await db.collection('outbox').countDocuments()).toBe(0),
      60_000,
    ),
  );
}

/** A service of this build that starts too early says that it is not ready, if anything is missing at all. */
async function waitsForMigration(service: ServiceProcess, stack: Stack): Promise<void> {
  const missing = await withDatabase(stack, (db) => missingInSchema(db));
  service.launch();
  if (missing)
    await eventually('it waits', async () => expect((await fetch(`${service.url}/readyz`)).status).toBe(503), 60_000);
}

async function withDatabase<T>(stack: Stack, work: (db: mongoose.mongo.Db) => Promise<T>): Promise<T> {
  const client = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  try {
    return await work(client.db());
  } finally {
    await client.close();
  }
}
