/**
 * What a build of the product stored, queued and answered, in `test/fixtures/builds/<name>.json`. `npm run record-build`
 * writes it with the services of that build (test/e2e/record-build.test.ts); later builds must read it
 * (test/e2e/recorded-builds.test.ts, test/unit/recorded-builds.test.ts).
 */
import mongoose from 'mongoose';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isFinished, type Import } from '#contracts';
import { ROOT } from '../../tools/product/service-process.js';
import type { ApiClient } from './api.js';
import { readApi } from './routes.js';

const { EJSON } = mongoose.mongo.BSON;
const FOLDER = path.join(ROOT, 'test', 'fixtures', 'builds');
/** Long enough for sweepers to take up what was left behind. */
const AGE_MS = 60_000;

/** The environment of the recorded services, and of those that read what they left. */
export const RECORDING_ENV = {
  ENCRYPTION_KEY: createHash('sha256').update('fixtures').digest('base64'),
  SESSION_HOURS: '100000',
  LINK_HOURS: '100000',
  EXPORT_KEEP_HOURS: '100000',
  WHATSAPP_CHECK_SECONDS: '1000000',
  ATTEMPTS: '2',
  BACKOFF_MS: '20',
  WEBHOOK_ATTEMPTS: '1',
  WEBHOOK_BACKOFF_SECONDS: '0.05',
};

export const ADMINISTRATOR = { email: 'ana@test.example', password: 'correct horse battery staple' };
export const PHONE = '44687985632';

export interface RecordedBuild {
  commit: string;
  /** When the services stood still, and records and objects were read. Answers were read when they had ended their work. */
  recordedAt: Date;
  /** An API key of an administrator. */
  key: string;
  /** Documents by collection. */
  records: Record<string, mongoose.mongo.Document[]>;
  /** The objects of the bucket, in base64. */
  objects: Record<string, string>;
  /** The data of jobs and of events that their sender keeps, by queue: one of each kind. */
  queued: Record<string, unknown[]>;
  /** What the API answered, by path: the body, or the status of a refusal. */
  answers: Record<string, unknown>;
}

export function recordedBuilds(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => path.basename(file, '.json'));
}

/** Reads what a build left behind as if it had done so a minute ago, so that nothing has expired meanwhile. */
export function readBuild(name: string): RecordedBuild {
  const text = readFileSync(path.join(FOLDER, `${name}.json`), 'utf8');
  const { recordedAt } = EJSON.parse(text) as RecordedBuild;
  const byMs = Date.now() - AGE_MS - recordedAt.getTime();
  const later = (time: string) => new Date(Date.parse(time) + byMs).toISOString();
  return EJSON.parse(text.replace(/(?<=")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z(?=")/g, later)) as RecordedBuild;
}

export function writeBuild(name: string, build: RecordedBuild): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, `${name}.json`), `${EJSON.stringify(build, undefined, 1)}\n`);
}

/** The upload that was sent with an `Idempotency-Key`. */
export async function uploadWithKey(api: ApiClient, accountId: string): Promise<Import> {
  const form = new FormData();
  form.set('accountId', accountId);
  const rows = `id,name,tags,city,note\n${PHONE},Jane Smith,"cat, dog",london,old\n34600111222,Ana,dog,madrid,\n`;
  form.set('file', new Blob([rows]), 'first.csv');
  const headers = { 'idempotency-key': 'first' };
  const response = await api.request('/v1/imports', { method: 'POST', headers, body: form });
  return (await response.json()) as Import;
}

/** @throws while services still work on what was left */
export async function settled(db: mongoose.mongo.Db, api: ApiClient): Promise<void> {
  const open = {
    outbox: {},
    import_queues: { importIds: { $ne: [] } },
    import_effects: { state: { $ne: 'settled' } },
    webhook_messages: { state: 'waiting' },
  };
  for (const [name, condition] of Object.entries(open)) {
    const count = await db.collection(name).countDocuments(condition);
    if (count > 0) throw new Error(`${count} documents of ${name} are still open`);
  }
  const { items } = await api.get<{ items: Import[] }>('/v1/imports');
  const unfinished = items.find(({ status }) => !isFinished(status) && status !== 'ready');
  if (unfinished) throw new Error(`an import is ${unfinished.status}`);
}

/** The answer of every list, and of every item in it. */
export async function readAnswers(url: string, api: ApiClient, accountId: string): Promise<Record<string, unknown>> {
  const { routes: all } = await readApi(url);
  const routes = all.filter(({ method, role }) => method === 'GET' && role !== 'public');
  const answers: Record<string, unknown> = {};
  const read = async (path: string) => {
    const response = await api.request(path);
    if (!response.ok) answers[path] = response.status;
    else if (response.headers.get('content-type')?.includes('json')) answers[path] = await response.json();
  };
  for (const { path, query } of routes.filter((route) => !route.path.includes('{')))
    await read(query.includes('accountId') ? `${path}?accountId=${accountId}` : path);
  for (const [list, answer] of Object.entries({ ...answers })) {
    const item = `${list.split('?')[0]}/{id}`;
    if (!routes.some(({ path }) => path === item)) continue;
    for (const { id } of (answer as { items?: { id: string }[] }).items ?? []) await read(item.replace('{id}', id));
  }
  await read(`/v1/accounts/${accountId}/contacts/${PHONE}`);
  return answers;
}
