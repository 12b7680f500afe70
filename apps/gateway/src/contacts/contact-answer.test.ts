import { describe, expect, it } from 'vitest';
import { contactSchema } from '#contracts';
import type { ContactRecord } from '#persistence';
import { contactAnswer } from './contact-answer.js';

const record: ContactRecord = {
  _id: '0197c5a0-2222-7000-8000-000000000002/44687985632',
  accountId: '0197c5a0-2222-7000-8000-000000000002',
  phone: '44687985632',
  name: 'Jane Smith',
  tags: ['cat', 'dog'],
  values: [
    { name: 'city', value: 'london' },
    { name: '__proto__', value: 'polluted' },
    { name: 'constructor', value: 'c' },
  ],
  facets: [],
  terms: [],
  nameKey: 'jane smith',
  reversedPhone: '23658978644',
  rev: 2,
  createdAt: new Date('2026-11-20T09:30:00Z'),
  updatedAt: new Date('2026-11-22T10:15:00Z'),
  changedBy: { kind: 'import', id: '0197c5a0-4444-7000-8000-000000000004', row: 2 },
  lastImport: null,
};

describe('contactAnswer', () => {
  it('has the shape of the contract and nothing else', () => {
    const answer = contactAnswer({ ...record, values: record.values.slice(0, 1) });
    expect(contactSchema.strict().parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({ revision: 2, values: { city: 'london' }, createdAt: '2026-11-20T09:30:00.000Z' });
  });

  it('carries value names that JavaScript treats specially', () => {
    const sent = JSON.stringify(contactAnswer(record));
    expect(sent).toContain('"__proto__":"polluted"');
    expect(sent).toContain('"constructor":"c"');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
