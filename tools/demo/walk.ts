import { createHash } from 'node:crypto';
import {
  conditionsToQuery,
  type Campaign,
  type CampaignMember,
  type Contact,
  type Export,
  type Import,
} from '#contracts';
import { followImport, type Report } from '#terminal';
import type { ApiClient } from '#api-client';
import { makePeopleFile, type PeopleFile } from './people-file.js';
import type { Person } from './people.js';
import { check, type Steps } from './steps.js';

/** "Jane", with a dog, not male. */
const CONDITIONS = { search: 'Jane', tag: ['dog'], notValue: ['gender:male'] };

/** The whole demo: import a file, find contacts, freeze a campaign's audience, download a file and import it again. */
export async function walk(
  api: ApiClient,
  accountId: string,
  rows: number,
  steps: Steps,
  report: Report,
): Promise<void> {
  const file = await steps.run('Make a file', async () => {
    const result = makePeopleFile(rows);
    return { result, figures: `${count(rows)} people, ${size(result.content)}` };
  });
  const first = await steps.run('Import it', () => importFile(api, accountId, file!.name, file!.content, report));
  await steps.run('Every row is accounted for', () => allAccounted(first!, rows));
  const found = await steps.run('Find Jane, dog, not male', () => find(api, accountId, file!));
  await steps.run('Freeze a campaign for them', () => freezeCampaign(api, accountId, found!));
  const made = await steps.run('Make a download of these', () => makeExport(api, accountId, found!));
  const downloaded = await steps.run('Fetch it by its presigned URL', () => download(api, made!));
  const again = await steps.run('Import the download', () =>
    importFile(api, accountId, made!.fileName, downloaded!, report),
  );
  await steps.run('Nothing changed', async () => {
    const { rows: all, counts } = again!;
    check(
      counts.unchanged === all && all === found!.length,
      `unchanged ${counts.unchanged} of ${all} rows, ${found!.length} expected`,
    );
    return { result: null, figures: `${count(counts.unchanged)} of ${count(all)} rows unchanged` };
  });
}

async function importFile(
  api: ApiClient,
  accountId: string,
  name: string,
  content: string | Buffer<ArrayBuffer>,
  report: Report,
) {
  const started = Date.now();
  const { id } = await api.upload(accountId, content, { fileName: name });
  const result = await followImport((onProgress) => api.followImport(id, onProgress), report);
  check(
    result.status === 'completed',
    `it ended as ${result.status}${result.error ? `: ${result.error.message}` : ''}`,
  );
  const rate = Math.round(((result.rows ?? 0) / (Date.now() - started)) * 1000);
  return { result, figures: `${count(result.rows ?? 0)} rows, ${count(rate)} rows/s from upload to end` };
}

async function allAccounted({ rows, counts }: Import, expected: number) {
  const { created, updated, unchanged, duplicate, rejected, unprocessed } = counts;
  check(rows === expected, `${rows} rows were read, ${expected} were sent`);
  check(created + updated + unchanged === expected && duplicate + rejected + unprocessed === 0, JSON.stringify(counts));
  return {
    result: null,
    figures: `${count(created)} created, ${count(updated)} updated, ${count(unchanged)} unchanged, 0 rejected`,
  };
}

async function find(api: ApiClient, accountId: string, file: PeopleFile) {
  const query = conditionsToQuery(CONDITIONS);
  query.set('accountId', accountId);
  query.set('limit', '200');
  const { items: contacts, count: total } = await api.all<Contact>('/v1/contacts', query);
  check(
    total.exact && total.value === contacts.length,
    `the list has ${contacts.length} contacts and says ${total.value}`,
  );
  check(contacts.every(isWanted), 'the list has contacts that do not match');
  const phones = new Set(contacts.map(({ phone }) => phone));
  const missing = file.people.filter((someone) => isWanted(someone) && !phones.has(someone.phone)).length;
  check(missing === 0, `${missing} contacts of the file are missing from the list`);
  return { result: contacts, figures: `${count(contacts.length)} contacts` };
}

/** The meaning of {@link CONDITIONS}, implemented independently and as simply as possible. */
function isWanted({ name, tags, values }: Contact | Person): boolean {
  return name.split(' ').some((word) => word.startsWith('Jane')) && tags.includes('dog') && values.gender !== 'male';
}

/** The campaigns service has its own view of the contacts, built from events only. It must find the same contacts. */
async function freezeCampaign(api: ApiClient, accountId: string, found: Contact[]) {
  if (found.length === 0) return { result: null, figures: 'nobody to reach' };
  const { id } = await api.post<Campaign>('/v1/campaigns', { name: 'Jane with a dog', accountId, segment: CONDITIONS });
  const campaign = `/v1/campaigns/${id}`;
  await api.follow<Campaign>(campaign, ({ reach }) => reach?.behind.eventsWaiting === 0);
  await api.post(`${campaign}/schedule`);
  const { state, reach, error } = await api.follow<Campaign>(campaign, (current) => current.state !== 'scheduled');
  check(state === 'audience_frozen' && reach !== null, `it is ${state}${error ? `: ${error.message}` : ''}`);
  const { items } = await api.all<CampaignMember>(`${campaign}/members`);
  const members = new Set(items.map(({ phone }) => phone));
  check(
    members.size === found.length && found.every(({ phone }) => members.has(phone)),
    `it reaches ${members.size} contacts, the list has ${found.length}`,
  );
  await api.post(`${campaign}/done`);
  const { eventsWaiting } = reach.behind;
  return { result: null, figures: `reaches the same ${count(reach.count)}, ${count(eventsWaiting)} events behind` };
}

async function makeExport(api: ApiClient, accountId: string, found: Contact[]) {
  const { id } = await api.post<Export>('/v1/exports', { filter: { accountId, ...CONDITIONS }, format: 'csv' });
  const result = await api.followExport(id);
  check(
    result.status === 'completed',
    `it ended as ${result.status}${result.error ? `: ${result.error.message}` : ''}`,
  );
  check(result.rows === found.length, `it has ${result.rows} rows, the list had ${found.length}`);
  return { result, figures: `${count(result.rows)} rows, ${result.fileName}` };
}

async function download(api: ApiClient, made: Export) {
  const response = await fetch(await api.downloadUrl(made.id));
  check(response.status === 200, `the object store answered ${response.status}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  check(bytes.length === made.fileSize, `${bytes.length} bytes came, the record says ${made.fileSize}`);
  check(createHash('sha256').update(bytes).digest('hex') === made.sha256, 'the SHA-256 is not that of the record');
  return { result: bytes, figures: `${size(bytes)}, SHA-256 as recorded` };
}

function count(value: number): string {
  return value.toLocaleString('en');
}

function size(content: string | Buffer): string {
  const bytes = Buffer.byteLength(content);
  return bytes < 10_000 ? `${count(bytes)} bytes` : `${count(Math.round(bytes / 1000))} kB`;
}
