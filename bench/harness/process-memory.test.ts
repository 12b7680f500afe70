import { describe, expect, it } from 'vitest';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { megabytesTogether, memoryIn, peakMegabytes, processTree, withDescendants } from './process-memory.js';

describe('processes', () => {
  it('come with all that they have started, whatever the order', () => {
    const parents = new Map([
      [4, 3],
      [3, 2],
      [2, 1],
      [5, 1],
      [7, 6],
    ]);
    expect(withDescendants([2, 6], parents)).toEqual([2, 6, 3, 7, 4]);
    expect(withDescendants([], parents)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('are read from the machine', async () => {
    const shell = spawn('/bin/sh', ['-c', 'sleep 600 & echo ready; read line; kill $!'], { stdio: 'pipe' });
    await once(shell.stdout, 'data');
    const found = processTree([shell.pid!]);
    shell.stdin.end();
    await once(shell, 'exit');
    expect(found).toHaveLength(2);
    expect(found[0]).toBe(shell.pid);
  });
});

describe('memory', () => {
  it('is read as Linux writes it', () => {
    const status =
      'Name:\tpostgres\nVmHWM:\t  9000 kB\nVmRSS:\t    8000 kB\nRssAnon:\t 1000 kB\nRssShmem:\t    6000 kB\n';
    expect(memoryIn(status)).toEqual({ resident: 8000, shared: 6000 });
    expect(memoryIn('Name:\tzombie\nState:\tZ (zombie)\n')).toEqual({ resident: 0, shared: 0 });
  });

  it('that processes share counts once', () => {
    const server = { resident: 20_000, shared: 15_000 };
    const worker = { resident: 14_000, shared: 12_000 };
    const other = { resident: 1000, shared: 0 };
    expect(megabytesTogether([server, worker, worker, other])).toBeCloseTo(
      ((5000 + 2000 * 2 + 1000 + 15_000) * 1024) / 1e6,
    );
    expect(megabytesTogether([])).toBe(0);
  });

  it.runIf(process.platform === 'linux')('is looked at until the work is done', async () => {
    const script =
      'const held = Buffer.alloc(3e8, 1); console.log("ready"); process.stdin.on("end", () => held).resume()';
    const child = spawn(process.execPath, ['-e', script], { stdio: 'pipe' });
    const peak = await peakMegabytes(
      () => [child.pid!],
      () => once(child.stdout, 'data'),
    );
    child.stdin.end();
    await once(child, 'exit');
    expect(peak).toBeGreaterThan(300);
    expect(peak).toBeLessThan(600);
  });

  it('is no figure when the work fails', async () => {
    const work = () => Promise.reject(new Error('it broke'));
    await expect(peakMegabytes(() => [process.pid], work)).rejects.toThrow('it broke');
  });
});
