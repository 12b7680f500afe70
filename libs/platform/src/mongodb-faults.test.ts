import { describe, expect, it } from 'vitest';
import { mongodbFaults } from './mongodb-faults.js';

const faults = (query: string, NODE_ENV = 'production') =>
  mongodbFaults({ NODE_ENV, MONGODB_URI: `mongodb://user:secret@a:27017,b:27017/contacts?${query}` });

describe('mongodbFaults', () => {
  it.each([
    'w=1',
    'w=0',
    'w=2',
    'journal=false',
    'retryWrites=false',
    'retryReads=false',
    'readConcernLevel=local',
    'readPreference=secondary',
    'readpreference=nearest',
    'tlsInsecure=true',
    'tlsAllowInvalidCertificates=true',
    'tlsAllowInvalidHostnames=true',
  ])('refuses %s in production, by its name and without the password', (option) => {
    const found = faults(`replicaSet=rs0&${option}`);
    expect(found).toEqual([expect.stringContaining(`MONGODB_URI: ${option} is not allowed`)]);
    expect(found[0]).not.toContain('secret');
  });

  it('accepts what agrees, and what is not ours to say', () => {
    expect(
      faults('replicaSet=rs0&w=majority&retryWrites=true&readPreference=primary&readConcernLevel=majority&tls=true'),
    ).toEqual([]);
    expect(mongodbFaults({ NODE_ENV: 'production', MONGODB_URI: 'mongodb://a/contacts' })).toEqual([]);
  });

  it('refuses only w=0 outside production', () => {
    expect(faults('w=1&retryWrites=false', 'development')).toEqual([]);
    expect(faults('w=0', 'development')).toHaveLength(1);
  });
});
