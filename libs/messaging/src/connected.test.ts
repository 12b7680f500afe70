import { describe, expect, it } from 'vitest';
import { processConnectionName, readClients } from './connected.js';

const PREFIX = '{contacts}';
const STARTED = new Date('2026-11-30T00:00:00.000Z');
const named = (id: string, program: 'gateway' | 'importer', startedAt = STARTED) =>
  processConnectionName(PREFIX, { id, program, version: '1.2.3', startedAt });
const base64 = (queue: string) => Buffer.from(queue).toString('base64');
/** As Redis writes it. */
const listOf = (...names: string[]) =>
  names.map((name, n) => `id=${n} addr=127.0.0.1:5${n} laddr=127.0.0.1:6379 fd=8 name=${name} age=4 idle=0\n`).join('');

describe('readClients', () => {
  it('finds each process once, the oldest first', () => {
    const later = new Date(STARTED.getTime() + 1_000);
    const { processes } = readClients(
      listOf(named('b', 'importer', later), named('a', 'gateway'), named('a', 'gateway'), ''),
      PREFIX,
    );
    expect(processes).toEqual([
      { id: 'a', program: 'gateway', version: '1.2.3', startedAt: STARTED },
      { id: 'b', program: 'importer', version: '1.2.3', startedAt: later },
    ]);
  });

  it('counts the workers of each queue, and not who waits for its answers', () => {
    const { workers } = readClients(
      listOf(
        `${PREFIX}:${base64('imports')}:w:one`,
        `${PREFIX}:${base64('imports')}:w:two`,
        `${PREFIX}:${base64('contact-edits')}:qe`,
        `${PREFIX}:${base64('exports')}`,
      ),
      PREFIX,
    );
    expect([...workers].filter(([, count]) => count > 0)).toEqual([
      ['imports', 2],
      ['exports', 1],
    ]);
    expect(workers.get('contact-edits')).toBe(0);
  });

  it('leaves out other installations, other programs, and queues of other builds', () => {
    const { processes, workers } = readClients(
      listOf(`{other}:${base64('imports')}:w:one`, 'redis-cli', `${PREFIX}:${base64('no such queue')}:w:one`),
      PREFIX,
    );
    expect(processes).toEqual([]);
    expect([...workers.values()].every((count) => count === 0)).toBe(true);
  });
});
