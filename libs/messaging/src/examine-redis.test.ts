import { describe, expect, it } from 'vitest';
import { findingsOf } from './examine-redis.js';

/** A part of what Redis answers to INFO. */
const info = (release: string, policy: string, log: string) =>
  `# Server\r\nredis_version:${release}\r\n\r\n# Memory\r\nmaxmemory:0\r\nmaxmemory_policy:${policy}\r\n# Persistence\r\naof_enabled:${log}\r\n`;

describe('what Redis says of itself', () => {
  const faults = (text: string) => findingsOf(text).filter(({ fault }) => fault !== null);

  it('is fine for a server that is started as documented', () => {
    expect(faults(info('7.0.15', 'noeviction', '1'))).toEqual([]);
    expect(faults(info('10.0.0', 'noeviction', '1'))).toEqual([]);
  });

  it('says what to change in a server that forgets, or is old', () => {
    expect(faults(info('6.0.16', 'allkeys-lru', '0'))).toEqual([
      { about: 'Redis: release', seen: '6.0.16', fault: 'upgrade Redis to 6.2 or newer' },
      { about: 'Redis: memory', seen: 'allkeys-lru', fault: expect.stringContaining('--maxmemory-policy noeviction') },
      { about: 'Redis: persistence', fault: expect.stringContaining('--appendonly yes') },
    ]);
  });
});
