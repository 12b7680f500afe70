import { describe, expect, it } from 'vitest';
import { serverFault } from './reach-mongodb.js';

describe('serverFault', () => {
  it('accepts a member of a replica set and a router', () => {
    expect(serverFault({ setName: 'rs0', isWritablePrimary: false } as object)).toBeNull();
    expect(serverFault({ msg: 'isdbgrid' })).toBeNull();
  });

  it('refuses a single server, in a sentence', () => {
    expect(serverFault({})).toMatch(/neither a member of a replica set nor a router/);
  });
});
