import { describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { clientOptions } from './client-options.js';

describe('clientOptions', () => {
  it('outrank an address that asks for less', () => {
    const less = 'w=1&journal=false&retryWrites=false&retryReads=false&readConcernLevel=local&readPreference=secondary';
    const client = new mongoose.mongo.MongoClient(`mongodb://127.0.0.1/x?${less}`, clientOptions('importer'));
    expect(client.options).toMatchObject({
      writeConcern: { w: 'majority', journal: true },
      readConcern: { level: 'majority' },
      readPreference: { mode: 'primary' },
      retryWrites: true,
      retryReads: true,
      appName: 'contacts-importer',
    });
  });

  it('let workers wait longer than an election, and requests not', () => {
    expect(clientOptions('importer').serverSelectionTimeoutMS).toBeGreaterThanOrEqual(15_000);
    expect(clientOptions('gateway').serverSelectionTimeoutMS).toBeLessThanOrEqual(5_000);
  });
});
