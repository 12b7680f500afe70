import { afterEach, beforeEach, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './command.js';
import { ownDisk } from './limited-disk.js';
import { Supervisor } from './supervisor.js';

let folder: string;
let supervisor: Supervisor;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'disk-'));
  supervisor = new Supervisor(folder);
});
afterEach(() => supervisor.close());
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('a disk of its own takes nothing while it is full, and keeps what it has', async () => {
  const report = { say() {}, task: () => ({ note() {}, done() {}, fail() {} }) };
  const stopping = new AbortController().signal;
  const context = { environment: process.env, folder, kept: false, cache: folder, supervisor, stopping, report };
  const disk = await ownDisk(folder, context);
  if ('unavailable' in disk) {
    // In a container, or on a Mac. On a machine of Linux, root may do this.
    expect(disk.unavailable).toMatch(/^(a disk that can be filled needs|this user may not mount)/);
    return;
  }
  const [enter, ...args] = disk.enter;
  const inside = (script: string) => run(supervisor, enter!, [...args, 'sh', '-c', script, 'script', folder]);
  const write = (name: string) => inside(`head -c 100000 /dev/zero > "$1/${name}"`);
  await write('before');
  await disk.fill();
  await expect(write('meanwhile')).rejects.toThrow(/No space left/);
  await disk.free();
  await write('after');
  expect(await inside('cd "$1" && wc -c before after | head -2')).toEqual([
    expect.stringMatching(/100000 before$/),
    expect.stringMatching(/100000 after$/),
  ]);
});
