import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '#terminal';
import { Supervisor } from './supervisor.js';
import { firstThatWorks, type Way, type WayContext } from './ways.js';

let folder: string;
let said: string[];
let tried: string[];
let stopping: AbortController;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ways-'));
  said = [];
  tried = [];
  stopping = new AbortController();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const context = (kept = false): WayContext => ({
  environment: {},
  folder: path.join(folder, 'redis'),
  kept,
  cache: folder,
  supervisor: new Supervisor(),
  stopping: stopping.signal,
  report: { say: (text) => said.push(text), task: () => ({ note() {}, done() {}, fail() {} }) },
});

/** A way that works, is unavailable (a string), or throws. */
const way = (key: string, outcome: 'works' | Error | { unavailable: string }): Way => ({
  key,
  async start() {
    tried.push(key);
    if (outcome instanceof Error) throw outcome;
    return outcome === 'works' ? { env: { REDIS_URL: key }, where: key } : outcome;
  },
});

describe('firstThatWorks', () => {
  it('uses the first one and does not try the others', async () => {
    const ways = [way('environment', { unavailable: 'not set' }), way('docker', 'works'), way('installed', 'works')];
    expect(await firstThatWorks('Redis', ways, context())).toMatchObject({
      service: 'Redis',
      way: 'docker',
      env: { REDIS_URL: 'docker' },
    });
    expect(tried).toEqual(['environment', 'docker']);
    expect(said).toEqual([]);
  });

  it('reports that a way failed, and tries the next', async () => {
    const ways = [way('docker', new Error('no space left\nstack')), way('installed', 'works')];
    expect((await firstThatWorks('Redis', ways, context())).way).toBe('installed');
    expect(said).toEqual(['Redis: docker did not work: no space left']);
  });

  it('stops at once when a way requires an action of the user', async () => {
    const ways = [way('environment', new UserError('start that server')), way('docker', 'works')];
    await expect(firstThatWorks('Redis', ways, context())).rejects.toThrow('start that server');
    expect(tried).toEqual(['environment']);
  });

  it('tries nothing else when a way failed because everything is being stopped', async () => {
    stopping.abort();
    const ways = [way('fetched', new Error('ended by SIGTERM')), way('packaged', 'works')];
    await expect(firstThatWorks('Redis', ways, context())).rejects.toThrow('ended by SIGTERM');
    expect(tried).toEqual(['fetched']);
  });

  it('lists every reason when none works', async () => {
    const ways = [way('docker', { unavailable: 'no engine' }), way('installed', new Error('broken'))];
    await expect(firstThatWorks('Redis', ways, context())).rejects.toThrow(/docker: no engine\n {2}installed: broken/);
  });

  it('prefers, for kept data, the way that made them, but never to the environment', async () => {
    const [docker, installed] = [way('docker', 'works'), way('installed', 'works')];
    await firstThatWorks('Redis', [installed], context(true));
    expect((await firstThatWorks('Redis', [docker, installed], context(true))).way).toBe('installed');
    expect((await firstThatWorks('Redis', [way('environment', 'works'), docker, installed], context(true))).way).toBe(
      'environment',
    );
  });

  it('says so when the way that made the data does not work any more', async () => {
    await firstThatWorks('Redis', [way('docker', 'works')], context(true));
    const ways = [way('docker', { unavailable: 'no engine' }), way('installed', 'works')];
    await firstThatWorks('Redis', ways, context(true));
    expect(said.join()).toContain('made by "docker"');
  });
});
