import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Import, ServiceName } from '#contracts';
import path from 'node:path';
import { freePort } from '../../tools/local-services/free-port.js';
import { Supervisor } from '../../tools/local-services/supervisor.js';
import { ServiceProcess } from '../../tools/product/service-process.js';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { peopleCsv } from '../support/people.js';
import { startStack, type Stack } from '../support/stack.js';

/** So many batches that each kill comes before the last of them, also with all that are in flight. */
const COUNT = 1_500;
const PAUSED_ROWS = 500;
const FIRST_PHONE = '34600000000';
/** So many rows that their check takes at least a second. */
const ROWS_TO_CHECK = 250_000;

/** Real processes are killed by SIGKILL while they work. */
describe('a service is killed in the middle of an import and started again', () => {
  let stack: Stack;
  const supervisor = new Supervisor();

  beforeAll(async () => {
    stack = await startStack({
      together: ['gateway', 'exporter', 'campaigns'],
      services: ['importer', 'contacts'],
      env: { IMPORT_BATCH_ROWS: '25', IMPORT_BATCHES_IN_FLIGHT: '8', JOB_LOCK_SECONDS: '3' },
    });
  }, 60_000);
  afterAll(async () => {
    await supervisor.close();
    await stack?.stop();
  });

  it('contacts and importer in turn: the counts add up, no contact is lost or doubled', async () => {
    const tenant = await stack.seed();
    const api = new ApiClient(stack.url, tenant.keys.admin);
    const accountId = tenant.accounts[0]!.id;
    const { id } = await api.upload(accountId, peopleCsv(COUNT));
    await killAsItGoes(api, id, ['contacts', 'importer', 'contacts', 'importer']);

    const done = await api.finished(id, 120_000);
    expect(done).toMatchObject({
      status: 'completed',
      rows: COUNT,
      processed: COUNT,
      counts: { created: COUNT, updated: 0, unchanged: 0, duplicate: 0, rejected: 0, unprocessed: 0 },
    });
    const { count } = await api.contacts(`accountId=${accountId}&count=exact&limit=1`);
    expect(count).toEqual({ value: COUNT, exact: true });

    // Rows that state nothing new are left out of the events, so these rows have new names.
    const changed = peopleCsv(COUNT).replace(/^(\d+3),/gm, '$1,Dr. ');
    const again = await api.upload(accountId, changed);
    await killAsItGoes(api, again.id, ['importer', 'contacts']);
    const { counts } = await api.finished(again.id, 120_000);
    expect(counts).toMatchObject({ created: 0, updated: COUNT / 10, unchanged: COUNT * 0.9 });
  }, 240_000);

  it('a contacts process that was paused, and wakes after later imports, puts nothing back', async () => {
    const tenant = await stack.seed();
    const api = new ApiClient(stack.url, tenant.keys.admin);
    const accountId = tenant.accounts[0]!.id;
    const paused = stack.service('contacts');
    const other = await anotherContactsService();
    const { id } = await api.upload(accountId, named('First'));
    await processed(api, id, 1);
    await paused.kill('SIGSTOP');
    try {
      await other.start();
      await api.finished(id, 120_000);
      for (const name of ['Second', 'Third'])
        await api.finished((await api.upload(accountId, named(name))).id, 120_000);
    } finally {
      await paused.kill('SIGCONT');
      await other.stop();
    }
    // What it had in hand comes first; then it takes this edit, as the only one that is left.
    const body = { phone: FIRST_PHONE, name: 'Third', tags: ['woken'] };
    await api.post(`/v1/accounts/${accountId}/contacts`, body);
    const { items } = await api.contacts(`accountId=${accountId}&limit=500`);
    expect(items.map(({ name, revision }) => [name.split(' ')[0], revision])).toEqual(
      items.map(({ tags }) => ['Third', tags.includes('woken') ? 4 : 3]),
    );
    expect((await api.contacts(`accountId=${accountId}&count=exact&limit=1&search=third`)).count.value).toBe(
      PAUSED_ROWS,
    );
  }, 240_000);

  async function anotherContactsService(): Promise<ServiceProcess> {
    const { env, logs } = stack;
    const logFile = path.join(logs, 'contacts-2.log');
    return new ServiceProcess({ name: 'contacts', port: await freePort(), env, logFile, supervisor });
  }

  async function killAsItGoes(api: ApiClient, importId: string, victims: ServiceName[]): Promise<void> {
    for (const [index, victim] of victims.entries()) {
      await processed(api, importId, COUNT * (0.1 + index * 0.2));
      await stack.kill(victim, 'SIGKILL');
      await stack.start(victim);
    }
  }

  it('an importer during the check: another one repeats the check, and nothing of the first is left', async () => {
    const tenant = await stack.seed();
    const api = new ApiClient(stack.url, tenant.keys.admin);
    const { id } = await api.upload(tenant.accounts[0]!.id, equalRows(ROWS_TO_CHECK), { start: 'confirm' });
    await eventually('it is checked', async () => expect((await importOf(api, id)).status).toBe('checking'));
    await stack.kill('importer', 'SIGKILL');
    expect((await importOf(api, id)).status).toBe('checking');
    await stack.start('importer');
    const ready = await eventually(
      'another one has checked it',
      async () => {
        const current = await importOf(api, id);
        expect(current.status).toBe('ready');
        return current;
      },
      60_000,
    );
    expect(ready).toMatchObject({
      rows: ROWS_TO_CHECK,
      counts: { duplicate: ROWS_TO_CHECK - 1, rejected: 0 },
      forecast: { created: 1, updated: 0, unchanged: 0, exact: true },
    });
    await api.post(`/v1/imports/${id}/start`);
    expect(await api.finished(id)).toMatchObject({ status: 'completed', counts: { created: 1 } });
  }, 120_000);
});

/** The same contacts, with this name. */
function named(name: string): string {
  return peopleCsv(PAUSED_ROWS, { firstPhone: Number(FIRST_PHONE) }).replace(/Person/g, name);
}

/** Rows with the same phone. To report the losing ones, the check reads the file twice. */
function equalRows(count: number): string {
  return `id,name\n${'34600111222,Jane\n'.repeat(count)}`;
}

function importOf(api: ApiClient, id: string): Promise<Import> {
  return api.get<Import>(`/v1/imports/${id}`);
}

function processed(api: ApiClient, importId: string, rows: number): Promise<Import> {
  return eventually(`${rows} rows are processed`, async () => {
    const current = await api.get<Import>(`/v1/imports/${importId}`);
    expect(['importing', 'completed']).toContain(current.status);
    expect(current.processed).toBeGreaterThanOrEqual(rows);
    return current;
  });
}
