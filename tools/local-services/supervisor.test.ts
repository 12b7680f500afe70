import { afterEach, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '../../test/support/eventually.js';
import { run } from './command.js';
import { identify, isRunning } from './process-identity.js';
import { Supervisor } from './supervisor.js';

const supervisor = new Supervisor();
afterEach(() => supervisor.close());

const sh = (script: string, onLine?: (line: string) => void) => supervisor.spawn('sh', ['-c', script], { onLine });

describe('a supervised process', () => {
  it('reports how it ended, and its last lines', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'supervisor-'));
    const child = supervisor.spawn('sh', ['-c', 'echo one; echo two >&2; exit 3'], {
      logFile: path.join(folder, 'a', 'log'),
    });
    expect(await child.ended).toBe('status 3');
    expect(child.tail(1)).toBe('two');
    rmSync(folder, { recursive: true });
  });

  it('reports that it could not be started', async () => {
    expect(await supervisor.spawn('no-such-program', [], {}).ended).toMatch('ENOENT');
  });

  it('stops with whatever it started itself', async () => {
    const lines: string[] = [];
    const grandchild = new Promise<number>((resolve) => {
      sh('sleep 60 & echo $!; wait', (line) => {
        lines.push(line);
        resolve(Number(line));
      });
    });
    const identity = identify(await grandchild)!;
    await supervisor.close();
    await eventually('the grandchild is gone', () => expect(isRunning(identity)).toBe(false));
  });

  it('is ended when it does not listen', async () => {
    const child = await new Promise<ReturnType<typeof sh>>((resolve) => {
      const started = sh(`trap '' TERM; echo up; while :; do sleep 0.05; done`, () => resolve(started));
    });
    await child.stop(100);
    expect(await child.ended).toBe('SIGKILL');
  });
});

describe('run', () => {
  it('returns the lines of both streams', async () => {
    expect((await run(supervisor, 'sh', ['-c', 'echo a; echo b >&2'])).sort()).toEqual(['a', 'b']);
  });

  it('fails with the last lines', async () => {
    await expect(run(supervisor, 'sh', ['-c', 'echo reason; exit 2'])).rejects.toThrow(
      'sh ended with status 2\nreason',
    );
  });

  it('gives up on a command that shows no sign of life', async () => {
    await expect(run(supervisor, 'sh', ['-c', 'sleep 60'], { silenceMs: 50 })).rejects.toThrow(
      'gave no sign for 0.05 s',
    );
  });

  it('distinguishes an interruption from a failure', async () => {
    await expect(run(supervisor, 'sh', ['-c', 'kill -TERM $$'])).rejects.toThrow(/was ended by SIGTERM/);
  });
});
