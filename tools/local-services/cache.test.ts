import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { UserError } from '#terminal';
import { builtOnce, cacheFolder, isBuilt, type CacheSpot } from './cache.js';
import { InterruptedError, MissingProgramError } from './command.js';

let cache: string;
let spot: CacheSpot;
let builds: number;
beforeEach(() => {
  cache = mkdtempSync(path.join(tmpdir(), 'cache-'));
  spot = { cache, name: 'server-1.0', file: 'server' };
  builds = 0;
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

const report = { say() {}, task: () => ({ note() {}, done() {}, fail() {} }) };
const failure = () => path.join(cache, 'server-1.0.failed');
const build = (outcome?: Error) =>
  builtOnce(spot, 'building', report, async (folder) => {
    builds++;
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(path.join(folder, 'server'), 'half');
    await nextTurn();
    expect(isBuilt(spot)).toBe(false);
    if (outcome) throw outcome;
    writeFileSync(path.join(folder, 'server'), 'whole');
  });

describe('builtOnce', () => {
  it('builds the first time only, and leaves nothing else behind', async () => {
    expect(await build()).toBe(path.join(cache, 'server-1.0', 'server'));
    expect(await build()).toBe(path.join(cache, 'server-1.0', 'server'));
    expect(builds).toBe(1);
    expect(readFileSync(path.join(cache, 'server-1.0', 'server'), 'utf8')).toBe('whole');
    expect(readdirSync(cache)).toEqual(['server-1.0']);
  });

  it('builds once when two ask at the same time', async () => {
    await Promise.all([build(), build()]);
    expect(builds).toBe(1);
  });

  it('remembers a failure for an hour', async () => {
    await expect(build(new Error('no compiler'))).rejects.toThrow('no compiler');
    await expect(build()).rejects.toThrow(/no compiler \(within the last hour/);
    expect(builds).toBe(1);
    const longAgo = Date.now() / 1000 - 3_700;
    utimesSync(failure(), longAgo, longAgo);
    await build();
    expect(existsSync(failure())).toBe(false);
  });

  it.each([new InterruptedError('Ctrl-C'), new UserError('install it'), new MissingProgramError('no Python')])(
    'does not remember %s',
    async (error) => {
      await expect(build(error)).rejects.toThrow(error);
      await build();
      expect(builds).toBe(2);
    },
  );

  it('does not take a build that left nothing', async () => {
    await expect(builtOnce(spot, 'building', report, async () => undefined)).rejects.toThrow(
      'the build left no server',
    );
    expect(isBuilt(spot)).toBe(false);
  });
});

describe('cacheFolder', () => {
  it.each([
    [{ CONTACTS_CACHE_DIR: '/a', XDG_CACHE_HOME: '/b' }, 'a'],
    [{ XDG_CACHE_HOME: '/b' }, 'b/contacts-services'],
  ])('%j', (names, expected) => {
    const environment = Object.fromEntries(
      Object.entries(names).map(([name, value]) => [name, path.join(cache, value)]),
    );
    expect(cacheFolder(environment)).toBe(path.join(cache, expected));
    expect(existsSync(path.join(cache, expected))).toBe(true);
  });
});
