import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as newId } from 'uuid';
import yauzl from 'yauzl';
import type { Webhook } from '#contracts';
import type { DeadLetterRecord } from '#persistence';
import { ApiClient } from '../support/api.js';
import { runCli } from '../support/cli.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

/** Each is found nowhere but where a customer has written it. */
const WRITTEN = {
  name: 'Xenia Thistlewood',
  phone: '34655512399',
  tag: 'quagga-lovers',
  valueName: 'shoeSizeOfXenia',
  value: 'forty-three and a half',
  fileName: 'thistlewood-list.csv',
  campaign: 'Thistlewood campaign',
};

describe('the support bundle of a product with contacts', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let secret: string;
  let entries: Map<string, string>;
  const folder = mkdtempSync(path.join(tmpdir(), 'contacts-support-'));
  const letterId = newId();

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    secret = await fill();
    const logs = readdirSync(stack.logs).map((log) => path.join(stack.logs, log));
    const strange = path.join(folder, 'strange.log');
    writeFileSync(strange, strangeLines().join('\n'));
    const file = path.join(folder, 'bundle.zip');
    const { status, output } = await contacts(
      'support-bundle',
      file,
      ...[...logs, strange].flatMap((log) => ['--log', log]),
    );
    expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('Wrote') });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    entries = await unzip(file);
  }, 120_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await withDatabase((db) => db.collection<DeadLetterRecord>('dead_letters').deleteOne({ _id: letterId }));
  });

  /** @returns the secret of a webhook */
  async function fill(): Promise<string> {
    const api = new ApiClient(stack.url, tenant.keys.admin);
    const { name, phone, tag, valueName, value, fileName, campaign } = WRITTEN;
    const accountId = tenant.accounts[0]!.id;
    const csv = `id,name,tags,${valueName}\n${phone},${name},${tag},${value}\nnobody,${name},${tag},${value}\n`;
    await api.importFile(accountId, csv, { fileName });
    await api.post('/v1/campaigns', { name: campaign, accountId, segment: { tag: [tag] } });
    await withDatabase((db) =>
      db.collection<DeadLetterRecord>('dead_letters').insertOne({
        _id: letterId,
        organisationId: tenant.organisationId,
        event: 'ContactChanged',
        subscriber: 'campaigns',
        deliveryId: letterId,
        importId: null,
        batch: null,
        payload: JSON.stringify({ contacts: [{ phone, name, tags: [tag] }] }),
        reason: `E11000 duplicate key error, dup key: { _id: "${accountId}/${phone}", name: "${name}" } of ${phone}`,
        attempts: 8,
        failedAt: new Date(),
      }),
    );
    const webhook = { url: 'http://127.0.0.1:1/', events: ['ImportFinished'] };
    return (await api.post<Webhook & { secret: string }>('/v1/webhooks', webhook)).secret;
  }

  /** What no service logs, but might one day. */
  function strangeLines(): string[] {
    const { name, phone, tag, value } = WRITTEN;
    const err = {
      type: 'MongoServerError',
      message: `dup key: { name: "${name}" }`,
      stack: `Error: ${name}\n    at x (a.js:1:2)`,
    };
    return [
      `all-1  | ${JSON.stringify({ level: 'error', service: 'contacts', err, contact: { name, phone }, tags: [tag], phone: Number(phone) })}`,
      JSON.stringify({
        level: 'warn',
        msg: `a row of ${phone} has '${value}', see http://x/welcome#token=${tenant.keys.admin}`,
      }),
      `${name} is not JSON`,
    ];
  }

  it('has nothing that customers have written, and no secret', () => {
    const { ENCRYPTION_KEY, S3_SECRET_ACCESS_KEY, S3_ACCESS_KEY_ID } = stack.env;
    const { email, password, name } = tenant.user;
    const secrets = {
      ENCRYPTION_KEY,
      S3_SECRET_ACCESS_KEY,
      S3_ACCESS_KEY_ID,
      ...tenant.keys,
      email,
      password,
      name,
      secret,
    };
    const forbidden = { ...WRITTEN, ...secrets, account: tenant.accounts[0]!.phoneNumber };
    const found = Object.entries(forbidden).flatMap(([what, text]) =>
      [...entries]
        .filter(([, content]) => content.toLowerCase().includes(text!.toLowerCase()))
        .map(([entry]) => `${what} in ${entry}`),
    );
    expect(found).toEqual([]);
  });

  it('has what a maintainer needs', () => {
    const read = (name: string) => JSON.parse(entries.get(name)!) as Record<string, unknown>;
    expect(read('doctor.json')).toEqual(expect.arrayContaining([{ about: 'MongoDB: clock', fault: null }]));
    expect(read('configuration.json')).toMatchObject({ S3_SECRET_ACCESS_KEY: 'set', ATTEMPTS: 8 });
    expect(read('database.json')).toMatchObject({
      collections: {
        contacts: { documents: expect.any(Number) },
        imports: { status: { completed_with_errors: expect.any(Number) } },
      },
      waiting: expect.arrayContaining([expect.objectContaining({ event: 'ContactChanged', subscriber: 'campaigns' })]),
      letters: expect.arrayContaining([
        expect.objectContaining({
          event: 'ContactChanged',
          reason: expect.stringMatching(/^E11000 duplicate key error/),
        }),
      ]),
    });
    expect(read('queues.json')).toMatchObject({
      'ContactUpserted.contacts': { counts: { waiting: expect.any(Number) } },
    });
    const [importer] = [...entries.keys()].filter((name) => name.endsWith('importer.log.jsonl'));
    expect(entries.get(importer!)).toContain('import checked');
    const [strange] = [...entries.keys()].filter((name) => name.endsWith('strange.log.jsonl'));
    expect(entries.get(strange!)).toMatch(/"type":"MongoServerError".*"linesLeftOut":1/s);
  });

  it('does not overwrite a file', async () => {
    const file = path.join(folder, 'mine.txt');
    writeFileSync(file, 'mine');
    expect(await contacts('support-bundle', file)).toEqual({
      status: 1,
      output: expect.stringContaining('cannot be written'),
    });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  }, 60_000);

  async function withDatabase<T>(work: (db: mongoose.mongo.Db) => Promise<T>): Promise<T> {
    const client = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    try {
      return await work(client.db());
    } finally {
      await client.close();
    }
  }

  const contacts = (...args: string[]) => runCli(args, stack.env);
});

async function unzip(file: string): Promise<Map<string, string>> {
  const zip = await yauzl.openPromise(file);
  const entries = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    entries.set(entry.fileName, Buffer.concat(chunks).toString());
  }
  return entries;
}
