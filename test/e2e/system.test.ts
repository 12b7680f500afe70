import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import type { Browser, Page } from 'playwright-core';
import { v7 as uuidv7 } from 'uuid';
import { problemExample, QUEUES, type Import, type Page as ListPage, type Status, type System } from '#contracts';
import { ApiClient } from '../support/api.js';
import { seriousFaults } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { PageUser } from '../support/page-user.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';
import { TcpRelay } from '../support/tcp-relay.js';

type Stored = Record<string, unknown> & { _id: string };

const HOUR_MS = 3_600_000;
const REASON = 'the value of city is too long';
const FILE = { name: 'secret-name.csv', content: 'id,name\n44687985632,Jane Smith\n' };
const WAITS_FOR_STORAGE = 'Imports and downloads wait for the file storage; nothing is lost.';

/** Only the gateway runs at first, and reaches the object store through a relay. */
describe('the state of the system', () => {
  const ago = new Date(Date.now() - HOUR_MS);
  let relay: TcpRelay;
  let stack: Stack;
  let operators: SeededTenant;
  let others: SeededTenant;
  let operator: ApiClient;
  let other: ApiClient;
  let made: Import;

  beforeAll(async () => {
    relay = await TcpRelay.before(process.env.S3_ENDPOINT!);
    stack = await startStack({
      services: ['gateway'],
      env: { S3_ENDPOINT: `http://127.0.0.1:${relay.port}`, SWEEP_SECONDS: '3600' },
    });
    operators = await stack.seed();
    others = await stack.seed();
    operator = new ApiClient(stack.url, operators.keys.admin);
    other = new ApiClient(stack.url, others.keys.admin);
  }, 60_000);
  afterAll(async () => {
    await stack?.stop();
    relay?.close();
  });

  const system = () => operator.get<System>('/v1/system');
  /** What a viewer of any organisation is told. */
  const away = async () => (await new ApiClient(stack.url, others.keys.viewer).get<Status>('/v1/status')).away;

  it('is for the operators alone, and who is signed in hears what is away', async () => {
    for (const key of [operators.keys.editor, others.keys.admin, others.keys.viewer]) {
      const answer = await new ApiClient(stack.url, key).request('/v1/system');
      expect([answer.status, await answer.json()]).toEqual([403, expect.objectContaining({ code: 'not_allowed' })]);
    }
    expect((await fetch(`${stack.url}/v1/status`)).status).toBe(401);
    made = await other.upload(others.accounts[0]!.id, FILE.content, { fileName: FILE.name });
    // Its job waits, and there is no importer.
    expect(await away()).toEqual(['importer']);
  });

  it('is shown: queues, lag, dead letters, imports of every organisation, versions, migrations, storage used', async () => {
    await harm();
    const state = await system();
    expect(state.queues!.map(({ queue }) => queue).sort()).toEqual([...QUEUES].sort());
    expect(state.queues!.find(({ queue }) => queue === 'imports')).toMatchObject({
      service: 'importer',
      waiting: 1,
      workers: 0,
    });
    const of = (name: string, service: string) =>
      state.subscriptions!.find(({ event, subscriber }) => event === name && subscriber === service);
    expect(of('ContactChanged', 'campaigns')).toMatchObject({ waiting: 1, oldest: ago.toISOString(), deadLetters: 0 });
    expect(of('ImportFinished', 'webhooks')).toMatchObject({ waiting: 0, oldest: null, deadLetters: 1 });
    expect(of('ContactUpserted', 'contacts')).toMatchObject({ waiting: null, deadLetters: 0 });
    expect(state.imports).toEqual([
      {
        id: made.id,
        ...{ organisationId: others.organisationId, accountId: others.accounts[0]!.id },
        ...{ status: 'importing', rows: 10, processed: 0, rowsPerSecond: null, waitingFor: null, stalled: true },
        createdAt: ago.toISOString(),
      },
    ]);
    expect(state.processes).toEqual([
      {
        id: expect.any(String),
        program: 'gateway',
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        startedAt: expect.any(String),
      },
    ]);
    expect(Date.now() - Date.parse(state.processes![0]!.startedAt)).toBeLessThan(120_000);
    expect(state.database!.bytes).toBeGreaterThan(0);
    expect(state.database!.version).toBe(state.database!.buildVersion);
    expect(state.database!.migrations).toContainEqual({
      version: 1,
      name: 'Rebuild the keys of contacts',
      finishedAt: expect.any(String),
      cleanUp: 'none',
    });
    expect(state.objects!.folders).toEqual([{ name: 'imports/', objects: 1, bytes: FILE.content.length }]);
    expect(JSON.stringify(state)).not.toMatch(/secret-name|Jane/);
  });

  it('shows administrators what is of their organisation', async () => {
    const { items } = await other.get<ListPage<Import>>('/v1/imports?status=open');
    expect(items.map(({ id, fileName, stalled }) => [id, fileName, stalled])).toEqual([[made.id, FILE.name, true]]);
    expect((await operator.get<ListPage<Import>>('/v1/imports?status=open')).items).toEqual([]);
    expect(await (await other.request('/v1/dead-letters')).text()).toContain(REASON);
  });

  it('says who works again', async () => {
    await stack.start('importer');
    await eventually('the importer is there', async () => expect(await away()).toEqual([]));
    const { processes, queues } = await eventually('it is shown', async () => {
      const read = await system();
      expect(read.processes!.map(({ program }) => program)).toEqual(['gateway', 'importer']);
      return read;
    });
    expect(new Set(processes!.map(({ version }) => version)).size).toBe(1);
    expect(queues!.find(({ queue }) => queue === 'imports')).toMatchObject({ workers: 1 });
    await stack.kill('importer');
  }, 60_000);

  describe('on the page', () => {
    let browser: Browser;
    const problems: string[] = [];

    beforeAll(async () => {
      browser = await launchBrowser();
    }, 60_000);
    afterAll(() => browser?.close());

    const openOperations = async (
      { user }: SeededTenant,
      prepare?: (page: Page) => Promise<unknown>,
    ): Promise<Page> => {
      const page = await (await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' })).newPage();
      await prepare?.(page);
      page.setDefaultTimeout(20_000);
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(`${stack.url}/operations`);
      await new PageUser(page, '').signIn(user.email, user.password);
      await page.getByRole('heading', { name: 'Operations', level: 1 }).waitFor();
      return page;
    };

    it('shows what one may see, live, and says in plain words what is away until it is back', async () => {
      relay.goAway();
      await eventually('the storage is away', async () => expect(await away()).toContain('storage'));
      const page = await openOperations(others);
      const own = page.getByRole('region', { name: 'Imports under way' });
      await own.getByRole('row').filter({ hasText: FILE.name }).getByText('Standing still').waitFor();
      await page.getByText(REASON).waitFor();
      expect(await page.getByRole('region', { name: 'Queues' }).count()).toBe(0);
      await page.getByRole('status').getByText(WAITS_FOR_STORAGE).waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      relay.comeBack();

      // What the gateway answers to everything while MongoDB is away.
      const unavailable = { status: 503, contentType: 'application/problem+json', json: problemExample('unavailable') };
      const theirs = await openOperations(operators, (opened) =>
        opened.route('**/v1/status', (route) => route.fulfill(unavailable)),
      );
      const row = (table: string, ...texts: string[]) =>
        texts
          .reduce(
            (rows, text) => rows.filter({ hasText: text }),
            theirs.getByRole('region', { name: table, exact: true }).getByRole('row'),
          )
          .waitFor();
      await row('Queues', 'ContactUpserted.contacts');
      await row('Subscribers', 'ImportFinished', 'webhooks', '1');
      await row('Imports under way', 'of another organisation', 'Standing still');
      await row('Processes', 'gateway');
      await row('Storage', 'Database');
      await row('Storage', 'Files in imports/');
      await row('Migrations', 'Rebuild the keys of contacts');
      await theirs.getByText('The database is away.').waitFor();
      expect(await seriousFaults(theirs)).toEqual([]);
      await page.getByText(WAITS_FOR_STORAGE).waitFor({ state: 'detached' });
    }, 90_000);

    it('had no error in its console', () => {
      expect(problems).toEqual([]);
    });
  });

  /** An event that waits, a dead letter, and an import that stands still: all for an hour. */
  async function harm(): Promise<void> {
    const connection = await mongoose.createConnection(stack.env.MONGODB_URI!).asPromise();
    try {
      await connection.collection<Stored>('outbox').insertOne({
        _id: uuidv7(),
        ...{ event: 'ContactChanged', version: 99, payload: Buffer.from('{}'), pending: ['campaigns'], createdAt: ago },
      });
      await connection.collection<Stored>('dead_letters').insertOne({
        _id: uuidv7(),
        ...{
          organisationId: others.organisationId,
          event: 'ImportFinished',
          subscriber: 'webhooks',
          deliveryId: 'one',
        },
        ...{ importId: null, batch: null, payload: '{}', reason: REASON, attempts: 8, failedAt: ago },
      });
      const change = { status: 'importing', rows: 10, createdAt: ago, startedAt: ago, updatedAt: ago };
      await connection.collection<Stored>('imports').updateOne({ _id: made.id }, { $set: change });
    } finally {
      await connection.close();
    }
  }
});
