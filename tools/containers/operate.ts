import xlsx from '@e965/xlsx';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  SERVICES,
  type Account,
  type Audience,
  type Contact,
  type Export,
  type Import,
  type NewApiKey,
  type Page,
} from '#contracts';
import type { ApiClient } from '#api-client';
import type { Report } from '#terminal';
import { makePeopleFile } from '../demo/people-file.js';
import { check, type Steps } from '../demo/steps.js';
import { walk } from '../demo/walk.js';
import { APART, type Compose } from './compose.js';
import { makeMistakes } from './bad-input.js';
import { imageIsSmall, thirdParties } from './images.js';
import { patiently, PatientClient } from './patient-client.js';

const PATIENCE_MS = 5 * 60_000;
const LOOK_AGAIN_MS = 100;
/** The command of docs/operating.md. */
const SHOW_LINK = `docker compose logs | grep -o 'http.*/welcome#token=[^"]*' | tail -n 1`;
/** Everything that runs beside a migrated database. */
const VICTIMS = [...SERVICES, 'mongo', 'redis', 'storage'];

/** The days of an installation: it starts, grows, loses each of its parts during an import, and is started again. */
export async function operate(compose: Compose, rows: number, steps: Steps, report: Report): Promise<void> {
  const up = async (): Promise<string> => {
    await compose.compose('up', '--wait', '--no-build');
    return (await compose.compose('ps', '--services')).trim().split('\n').join(', ');
  };
  await steps.run('Build the image', async () => {
    const task = report.task('Building the image');
    await compose.compose('build', '--quiet').finally(() => task.done());
    return { result: null, figures: await imageIsSmall(compose) };
  });
  await steps.run('Images of third parties', async () => {
    await compose.compose('pull', '--policy', 'missing', '--ignore-buildable', '--quiet');
    return { result: null, figures: await thirdParties(compose) };
  });
  await steps.run('docker compose up --wait', async () => ({ result: null, figures: `${await up()} are healthy` }));
  const api = await steps.run('Become the first administrator', () => signUp(compose));
  const london = await steps.run('Add an account', () => addAccount(api!, 1));
  await steps.run('Import a workbook of each kind', () => importWorkbooks(api!));
  if (steps.allHeld) await walk(api!, london!, rows, steps, report);

  await steps.run('docker compose down, and up with the services apart', async () => {
    await compose.compose('down');
    compose.files = APART;
    return { result: null, figures: `${await up()} are healthy` };
  });
  await steps.run('Everything is still there', () => isThere(api!, london!, rows));
  await steps.run('Kill each service during an import', () => killEach(compose, api!, rows));
  await steps.run('Make mistakes, and read what is wrong', async () => ({
    result: null,
    figures: await makeMistakes(compose),
  }));
  await steps.run('docker compose down, and up again', async () => {
    await compose.compose('down');
    return { result: null, figures: `${await up()} are healthy` };
  });
  await steps.run('Everything is still there, once', () => isThere(api!, london!, rows));
}

/** Signs up by the link that the documented command shows. @returns a client with an API key */
async function signUp(compose: Compose) {
  const link = (await compose.shell('sh', ['-c', SHOW_LINK])).trim();
  const token = new URLSearchParams(new URL(link).hash.slice(1)).get('token');
  const person = { organisation: 'Example Ltd', name: 'Ana', email: 'ana@test.example', password: `a-${token}` };
  const post = (path: string, body: object, cookie = ''): Promise<Response> => {
    const headers = { 'content-type': 'application/json', 'x-requested-with': 'contacts', cookie };
    return patiently(
      () => fetch(`${compose.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) }),
      false,
    );
  };
  const come = await post('/v1/first-administrator', { token, ...person });
  check(come.status === 201, `the link was answered with ${come.status}: ${await come.clone().text()}`);
  const cookies = come.headers.getSetCookie().map((cookie) => cookie.split(';')[0]!);
  const made = await post('/v1/keys', { name: 'Test', role: 'admin' }, cookies.join('; '));
  const { key } = (await made.json()) as NewApiKey;
  return { result: new PatientClient(compose.url, key), figures: new URL(link).origin };
}

async function addAccount(api: ApiClient, number: number) {
  const phoneNumber = String(442079460000 + number);
  const account = { phoneNumber, phoneNumberId: String(100000000000000 + number), displayName: `Demo ${number}` };
  const { id } = await api.post<Account>('/v1/accounts', account);
  return { result: id, figures: phoneNumber };
}

/** An XLS is read by a program of its own, which has to be in the image too. */
async function importWorkbooks(api: ApiClient) {
  const { result: accountId } = await addAccount(api, 0);
  const rows = [
    ['id', 'name'],
    ['34600000001', 'Ana'],
    ['34600000002', 'Luis'],
  ];
  const workbook = { SheetNames: ['People'], Sheets: { People: xlsx.utils.aoa_to_sheet(rows) } };
  const counted = [];
  for (const [bookType, ending] of [
    ['biff8', 'xls'],
    ['xlsx', 'xlsx'],
  ] as const) {
    const content = new Uint8Array(xlsx.write(workbook, { type: 'buffer', bookType }) as Buffer);
    const { id } = await api.upload(accountId, content, { fileName: `people.${ending}` });
    const { status, counts, error } = await api.followImport(id);
    check(status === 'completed', `${ending}: ${status}, ${error?.message ?? ''}`);
    counted.push(`${ending}: ${counts.created} created, ${counts.unchanged} unchanged`);
  }
  return { result: null, figures: counted.join('; ') };
}

/** The contacts, and a download of what was imported before. */
async function isThere(api: ApiClient, accountId: string, rows: number) {
  const contacts = await countOf(api, accountId);
  check(contacts === rows, `${contacts} contacts are there, ${rows} were imported`);
  const { items } = await api.get<Page<Export>>('/v1/exports');
  const file = await fetch(await api.downloadUrl(items[0]!.id));
  check(file.status === 200, `the download was answered with ${file.status}`);
  check((await file.arrayBuffer()).byteLength === items[0]!.fileSize, 'the download has another size');
  return { result: null, figures: `${contacts} contacts, and the download` };
}

async function countOf(api: ApiClient, accountId: string): Promise<number> {
  return (await api.get<Page<Contact>>(`/v1/contacts?accountId=${accountId}&count=exact&limit=1`)).count.value;
}

/** Imports until each service was killed while an import was under way. */
async function killEach(compose: Compose, api: ApiClient, rows: number) {
  const { content } = makePeopleFile(rows);
  const left = [...VICTIMS];
  let imports = 0;
  while (left.length > 0) {
    imports++;
    check(imports <= VICTIMS.length, `${left.join(', ')} could not be killed in time`);
    const { result: accountId } = await addAccount(api, 1 + imports);
    const { id } = await api.upload(accountId, content);
    const killed: { victim: string; at: number }[] = [];
    let before = 0;
    const done = await lookAt(api, id, async ({ processed }) => {
      if (left.length === killed.length || processed <= before) return;
      before = processed;
      const victim = left[killed.length]!;
      killed.push({ victim, at: Date.now() });
      await compose.compose('kill', victim);
      await compose.compose('start', victim);
    });
    const during = killed.filter(({ at }) => at < Date.parse(done.finishedAt!)).length;
    left.splice(0, during);
    const { status, counts } = done;
    check(status === 'completed' && counts.created === rows, `${status}, ${JSON.stringify(counts)}`);
    const contacts = await countOf(api, accountId);
    check(contacts === rows, `${contacts} contacts are there, ${rows} were imported`);
    await api.follow<Audience>(
      `/v1/campaigns/audience?accountId=${accountId}`,
      ({ contacts: known, behind }) => known === rows && behind.eventsWaiting === 0,
    );
  }
  return { result: null, figures: `${VICTIMS.join(', ')}; ${imports} imports of ${rows} rows, each row once` };
}

/** Looks at an import until it has ended, also while the gateway or the database is away. */
async function lookAt(api: ApiClient, id: string, onProgress: (state: Import) => Promise<void>): Promise<Import> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const state = await api.get<Import>(`/v1/imports/${id}`);
    if (state.finishedAt) return state;
    check(Date.now() < deadline, `the import has not ended: ${JSON.stringify(state)}`);
    if (state.status === 'importing') await onProgress(state);
    await sleep(LOOK_AGAIN_MS);
  }
}
