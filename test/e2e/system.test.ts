import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { v7 as uuidv7 } from 'uuid';
import { QUEUES, type Import, type Page as ListPage, type Status, type System } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';
import { TcpRelay } from '../support/tcp-relay.js';

type Stored = Record<string, unknown> & { _id: string };

const HOUR_MS = 3_600_000;
const REASON = 'the value of city is too long';
const FILE = { name: 'secret-name.csv', content: 'id,name\n44687985632,Jane Smith\n' };

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
    expect(queues!.find(({ queue }) => queue === 'imports')).toMatchObject({ waiting: 0, workers: 1 });
  }, 60_000);

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
