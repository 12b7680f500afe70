import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import mongoose from 'mongoose';
import path from 'node:path';
import { migrateDatabase } from '#persistence';
import { SERVICES, type Contact, type Import, type ServiceName, type TagChange } from '#contracts';
import { cacheFolder } from '../../tools/local-services/cache.js';
import { freePort } from '../../tools/local-services/free-port.js';
import { Supervisor } from '../../tools/local-services/supervisor.js';
import { ROOT, ServiceProcess } from '../../tools/product/service-process.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

/** The commit of the build before. `npm run test:upgrade` sets it; a normal test run upgrades nothing. */
const FROM = process.env.UPGRADE_FROM;

/** Rows of each import, and contacts of each tag change. */
const ROWS = 3_000;
const WORKERS = SERVICES.filter((name) => name !== 'gateway');

(FROM ? describe : describe.skip)(`a rolling upgrade from ${FROM}`, () => {
  // Outside the checkout, where Jest would find its packages.
  const before = path.join(cacheFolder(process.env), `build-${FROM}`);
  const supervisor = new Supervisor();

  beforeAll(() => buildOf(FROM!, before), 600_000);
  afterAll(() => supervisor.close());

  it.each([
    [
      'the services that users and files meet come last, and the database is migrated meanwhile',
      [...WORKERS, 'gateway'],
      1,
    ],
    ['they come first, and the database was migrated before', ['gateway', ...WORKERS.toReversed()], 0],
  ] as [string, ServiceName[], number][])(
    'loses and doubles nothing: %s',
    async (_, order, migrateAfter) => {
      const stack = await startStack({ services: [] });
      try {
        await unmigrate(stack);
        const old = await processesOf(stack, before, supervisor);
        await Promise.all([...old.values()].map((service) => service.start()));
        // It makes what the build of before needs, not what this one does.
        const tenant = await stack.seed({ accounts: ['active', 'active', 'active'] });
        const load = new Load(old.get('gateway')!.url, tenant);
        const working = load.start();
        await load.hasDone(1);

        const now = await processesOf(stack, ROOT, supervisor);
        for (const [index, name] of order.entries()) {
          const service = now.get(name)!;
          if (index < migrateAfter) await waitsForMigration(service);
          if (index <= migrateAfter) await migrateDatabase(stack.env.MONGODB_URI!);
          if (index < migrateAfter) await service.ready();
          else await service.start();
          if (name === 'gateway') load.url = service.url;
          // Both builds work side by side for a while.
          await load.hasDone(1);
          await old.get(name)!.kill('SIGTERM');
        }
        await load.hasDone(1);
        // Back: services of the build before still start on the migrated database.
        await old.get('contacts')!.start();
        await load.hasDone(1);
        await old.get('contacts')!.kill('SIGTERM');
        await load.stop();
        await working;
        await migrateDatabase(stack.env.MONGODB_URI!, { cleanUp: true });
        await everythingIsThere(stack, load);
      } finally {
        await supervisor.close();
        await stack.stop();
      }
    },
    900_000,
  );
});

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

  async stop(): Promise<void> {
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

  private finished(importId: string): Promise<Import> {
    return this.api.finished(importId, 180_000);
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
  const connection = await mongoose.createConnection(stack.env.MONGODB_URI!).asPromise();
  try {
    const db = connection.db!;
    const edited = await db.collection('contacts').find({ accountId: tenant.accounts[2]!.id }).toArray();
    expect(new Map(edited.map((contact) => [contact.phone as string, contact.name as Contact['name']]))).toEqual(edits);
    await eventually(
      'the outbox is empty',
      async () => expect(await db.collection('outbox').countDocuments()).toBe(0),
      60_000,
    );
    expect(await db.collection('dead_letters').find().toArray()).toEqual([]);
    const inOrder = { sort: { _id: 1 }, projection: { rev: 1, terms: 1, tags: 1 } } as const;
    const contacts = await db.collection('contacts').find({}, inOrder).toArray();
    expect(contacts).toHaveLength(2 * ROWS + edits.size);
    expect(await db.collection('audience').find({}, inOrder).toArray()).toEqual(contacts);
    console.log(`${imports.length} imports, ${tagChanges.length} tag changes, ${edits.size} contacts edited`);
  } finally {
    await connection.close();
  }
}

/** `startStack` migrates, but the build of before knows nothing of that. */
async function unmigrate(stack: Stack): Promise<void> {
  const connection = await mongoose.createConnection(stack.env.MONGODB_URI!).asPromise();
  await connection.dropDatabase();
  await connection.close();
}

/** All services of a build, not yet started, on the servers of a stack. */
async function processesOf(
  stack: Stack,
  root: string,
  supervisor: Supervisor,
): Promise<Map<ServiceName, ServiceProcess>> {
  const processes = new Map<ServiceName, ServiceProcess>();
  for (const name of SERVICES) {
    const logFile = path.join(stack.logs, `${name}${root === ROOT ? '' : '-before'}.log`);
    const options = { name, port: await freePort(), env: stack.env, logFile, supervisor, root };
    processes.set(name, new ServiceProcess(options));
  }
  return processes;
}

async function waitsForMigration(service: ServiceProcess): Promise<void> {
  service.launch();
  await eventually('it waits', async () => expect((await fetch(`${service.url}/readyz`)).status).toBe(503), 60_000);
}

/** Checks a commit out and builds it, once. */
function buildOf(commit: string, folder: string): void {
  if (existsSync(path.join(folder, '.built'))) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const archive = execFileSync('git', ['archive', commit], { cwd: ROOT, maxBuffer: 2 ** 30 });
  execFileSync('tar', ['-x'], { cwd: folder, input: archive });
  // The same packages need not be installed again; `npm run build` installs others.
  const lock = (root: string) => readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  if (lock(folder) === lock(ROOT)) symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  execFileSync(process.execPath, ['scripts/run.mjs', 'build'], { cwd: folder, stdio: 'inherit' });
  writeFileSync(path.join(folder, '.built'), '');
}
