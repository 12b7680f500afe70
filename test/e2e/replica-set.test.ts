import { afterEach, describe, expect, it } from 'vitest';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { mongo } from 'mongoose';
import { withMongo } from '../../tools/local-services/ready.js';
import { replicaSetWays, stepDownEvery } from '../../tools/local-services/replica-set.js';
import { Supervisor } from '../../tools/local-services/supervisor.js';
import { firstThatWorks, type WayContext } from '../../tools/local-services/ways.js';
import { ROOT } from '../../tools/product/service-process.js';
import { eventually } from '../support/eventually.js';

/**
 * The replica set of `npm run test:mongod`. Where there is no mongod, a program that stands for it shows what can be
 * shown without: that three are started, become one set, and step down (fake-mongod.ts).
 */
describe('a replica set of three mongods', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'contacts-set-'));
  const lines: string[] = [];
  const report = {
    say: (text: string) => void lines.push(text),
    task: () => ({ note: () => undefined, done: () => undefined, fail: (text: string) => void lines.push(text) }),
  };
  let supervisor: Supervisor | null = null;

  afterEach(async () => {
    await supervisor?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const context = (environment: NodeJS.ProcessEnv): WayContext => {
    supervisor = new Supervisor(null);
    const stopping = new AbortController().signal;
    return { environment, folder: path.join(folder, 'data'), kept: false, cache: folder, supervisor, stopping, report };
  };
  const withoutDocker = replicaSetWays.filter(({ key }) => key === 'environment' || key === 'mongod');

  it('is started from mongod in PATH, and its primary steps down', async () => {
    const program = path.join(folder, 'mongod');
    const fake = path.join(ROOT, 'dist/test/support/fake-mongod.js');
    writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${fake}" "$@"\n`);
    chmodSync(program, 0o755);
    const set = await firstThatWorks('MongoDB', withoutDocker, context({ PATH: `${folder}:${process.env.PATH}` }));
    try {
      const uri = set.env.MONGODB_URI!;
      expect(uri).toMatch(
        /^mongodb:\/\/127\.0\.0\.1:\d+,127\.0\.0\.1:\d+,127\.0\.0\.1:\d+\/contacts\?replicaSet=contacts$/,
      );
      const primaries = new Set<string>();
      const end = stepDownEvery(50, uri, report);
      await eventually('each was primary', async () => {
        primaries.add(await withMongo(uri, primaryOf));
        expect(primaries.size).toBe(3);
      });
      await end();
      expect(lines.at(-1)).toMatch(/^MongoDB: the primary stepped down \d+ times$/);
    } finally {
      await set.stop?.();
    }
  }, 60_000);

  it('says what to install where there is no mongod', async () => {
    await expect(firstThatWorks('MongoDB', withoutDocker, context({ PATH: folder }))).rejects.toThrow(
      'no mongod in PATH. Install MongoDB 8',
    );
  });

  it('refuses a server of MONGODB_URI that is not three', async () => {
    const environment = { MONGODB_URI: process.env.MONGODB_URI };
    const three = process.env.TEST_MONGOD === 'true';
    const found = firstThatWorks('MongoDB', withoutDocker, context(environment));
    if (three) expect(await found).toMatchObject({ env: environment });
    else await expect(found).rejects.toThrow('MONGODB_URI is no replica set of 3 members');
  });

  it('fails the tests when its primary never stepped down', async () => {
    const end = stepDownEvery(60_000, 'mongodb://127.0.0.1:1/', report);
    await expect(end()).rejects.toThrow('never stepped down');
  });
});

const primaryOf = async (client: mongo.MongoClient): Promise<string> =>
  String((await client.db('admin').command({ hello: 1 })).me);
