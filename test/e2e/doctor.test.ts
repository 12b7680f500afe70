import { PutBucketLifecycleConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { migrateDatabase } from '#persistence';
import { loadConfig, WebhookSecrets, type Finding } from '#platform';
import { openStore } from '#storage';
import { examine } from '../../apps/cli/src/doctor/doctor.js';
import { ROOT } from '../../tools/product/service-process.js';
import { runCli } from '../support/cli.js';
import { withDatabase } from '../support/mongodb-uri.js';
import { MailBox } from '../support/mail-box.js';
import { sharedStack, type RunningProduct } from '../support/stack.js';

const newKey = () => randomBytes(32).toString('base64');

describe('the doctor', () => {
  let stack: RunningProduct;

  beforeAll(async () => {
    stack = await sharedStack();
  }, 60_000);

  it('finds a running product fine', async () => {
    const { status, output } = await doctor(['--json']);
    const findings = JSON.parse(output) as Finding[];
    expect(findings.filter(({ fault }) => fault !== null)).toEqual([]);
    expect(findings.length).toBeGreaterThan(15);
    expect(status).toBe(0);
  }, 60_000);

  it('looks at the rest when one server is away, and says so by its exit status', async () => {
    const { status, output } = await doctor([], { REDIS_URL: 'redis://127.0.0.1:1' });
    expect(output).toMatch(/✗ Redis: address: .*ECONNREFUSED/);
    expect(output).toMatch(/✓ MongoDB: rights/);
    expect(output).toMatch(/✓ Object store: rights/);
    expect(status).toBe(2);
  }, 60_000);

  it('ends without a stack when whoever reads what it says has had enough', async () => {
    const child = spawn(process.execPath, ['apps/cli/contacts.mjs', 'doctor'], {
      cwd: ROOT,
      env: { ...process.env, ...stack.env, NODE_OPTIONS: '' },
    });
    let errors = '';
    child.stderr.on('data', (text) => (errors += String(text)));
    child.stdout.destroy();
    const status = await new Promise((resolve) => child.once('close', resolve));
    expect({ status, errors }).toEqual({ status: 1, errors: '' });
  }, 60_000);

  it('looks at the server for mail, which must have TLS unless its address says otherwise', async () => {
    const box = await MailBox.start();
    const mailOf = async (SMTP_URL: string) => {
      const more = { SMTP_URL, MAIL_FROM: 'contacts@test.example', PUBLIC_URL: 'https://contacts.test.example' };
      return (await examine({ ...stack.env, ...more })).find(({ about }) => about === 'Mail: address');
    };
    expect(await mailOf(box.url)).toMatchObject({ fault: null, seen: expect.stringContaining('127.0.0.1') });
    expect((await mailOf(box.url.split('?')[0]!))!.fault).toMatch(/STARTTLS/i);
    await box.stop();
  }, 60_000);

  it('names each variable that is missing', async () => {
    const [, configuration] = await examine({});
    expect(configuration).toEqual({
      about: 'Configuration',
      fault: expect.stringContaining('MONGODB_URI: is missing'),
    });
  });

  describe('in an installation with faults', () => {
    const name = `test-${randomBytes(5).toString('hex')}`;
    let env: Record<string, string>;
    let db: mongoose.mongo.Db;

    beforeAll(async () => {
      const MONGODB_URI = withDatabase(stack.env.MONGODB_URI!, name);
      env = { ...stack.env, MONGODB_URI, S3_BUCKET: name, ENCRYPTION_KEY: newKey(), REDIS_PREFIX: `{${name}}` };
      db = (await new mongoose.mongo.MongoClient(MONGODB_URI).connect()).db();
    });
    afterAll(async () => {
      await db?.dropDatabase();
      await db?.client.close();
    });

    const faults = async (environment = env) =>
      Object.fromEntries(
        (await examine(environment)).flatMap(({ about, fault }) => (fault === null ? [] : [[about, fault]])),
      ) as Record<string, string>;

    it('says what nobody has made yet', async () => {
      expect(await faults()).toEqual({
        'MongoDB: version of the database': expect.stringContaining('run "npm run migrate"'),
        'MongoDB: indexes': expect.stringMatching(/^missing.* and \d+ others/),
        'Object store: bucket': expect.stringContaining(`there is no bucket "${name}"`),
      });
    });

    it('finds an index that somebody dropped, another one that somebody made, and a key that does not fit', async () => {
      await migrateDatabase(env.MONGODB_URI!);
      const store = openStore(loadConfig(env));
      await store.ensureBucket();
      store.close();
      expect(await faults()).toEqual({});
      await db.collection('users').dropIndex('email_1');
      await db.collection('contacts').createIndex({ name: 1 });
      const webhook = { _id: 'w', organisationId: 'o' };
      const secret = new WebhookSecrets(loadConfig(env)).make(webhook)!.stored;
      await db.collection<{ _id: string; secret: string }>('webhooks').insertOne({ ...webhook, secret });
      expect(await faults({ ...env, ENCRYPTION_KEY: newKey() })).toEqual({
        'MongoDB: indexes': expect.stringMatching(
          /^missing.*: users\/email_1; .*not made by a migration: contacts\/name_1;/,
        ),
        ENCRYPTION_KEY: expect.stringContaining('1 of 1 secrets were encrypted with another key'),
      });
      expect(await faults({ ...env, ENCRYPTION_KEY: '' })).toMatchObject({
        ENCRYPTION_KEY: expect.stringContaining('set it to the key of before'),
      });
    });

    it('finds a rule of the bucket that removes objects, and an address that browsers refuse', async () => {
      const { S3_ENDPOINT: endpoint, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
      const credentials = { accessKeyId: accessKeyId!, secretAccessKey: secretAccessKey! };
      const client = new S3Client({ endpoint: endpoint!, region: 'us-east-1', forcePathStyle: true, credentials });
      const Rules = [{ ID: 'week', Status: 'Enabled' as const, Filter: { Prefix: '' }, Expiration: { Days: 7 } }];
      const command = new PutBucketLifecycleConfigurationCommand({
        Bucket: name,
        LifecycleConfiguration: { Rules },
      });
      // versitygw has no rules.
      const hasRules = await client.send(command).then(
        () => true,
        () => false,
      );
      client.destroy();
      const found = await faults({ ...env, PUBLIC_URL: 'https://contacts.example.com' });
      expect(found['Object store: address for browsers']).toMatch(/set S3_PUBLIC_ENDPOINT to an https address/);
      expect(found['Object store: rules'] ?? null).toEqual(hasRules ? expect.stringContaining('week (7 days)') : null);
    });
  });

  const doctor = (args: string[], env = {}) => runCli(['doctor', ...args], { ...stack.env, ...env });
});
