import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tryLock, waitForLock } from './lock.js';
import { identify, isRunning } from './process-identity.js';

let folder: string;
let file: string;
let other: ChildProcess;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lock-'));
  file = path.join(folder, 'thing.lock');
  other = spawn('sleep', ['60']);
});
afterEach(() => {
  other.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const heldByOther = () => writeFileSync(file, JSON.stringify(identify(other.pid!)));

describe('a process identity', () => {
  it('is that of a running process, until it ends', async () => {
    const identity = identify(other.pid!)!;
    expect(identity.pid).toBe(other.pid);
    expect(isRunning(identity)).toBe(true);
    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(isRunning(identity)).toBe(false);
  });

  it('is not that of another process with the same number', () => {
    expect(isRunning({ pid: process.pid, started: 'long ago' })).toBe(false);
  });
});

describe('tryLock', () => {
  it('gives the lock to one, and to the next after release', () => {
    const lock = tryLock(file);
    expect(tryLock(file)).toEqual({ heldBy: identify(process.pid) });
    (lock as { release(): void }).release();
    expect(existsSync(file)).toBe(false);
    expect(tryLock(file)).toHaveProperty('release');
  });

  it('says which running process has it', () => {
    heldByOther();
    expect(tryLock(file)).toEqual({ heldBy: identify(other.pid!) });
  });

  it.each([
    ['a process that has ended', JSON.stringify({ pid: 2 ** 22 - 1, started: 'x' })],
    ['a process whose number another has now', JSON.stringify({ pid: process.pid, started: 'x' })],
    ['nobody who can be read', '{"pid'],
  ])('takes the lock of %s', (_, content) => {
    writeFileSync(file, content);
    expect(tryLock(file)).toHaveProperty('release');
    expect(readdirSync(folder)).toEqual(['thing.lock']);
  });
});

describe('waitForLock', () => {
  it('reports the holder at once, and gets the lock when the holder dies', async () => {
    heldByOther();
    let waitedFor = 0;
    const waiting = waitForLock(file, ({ pid }) => {
      waitedFor = pid;
      other.kill('SIGKILL');
    });
    (await waiting).release();
    expect(waitedFor).toBe(other.pid);
  });
});
