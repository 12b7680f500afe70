import { describe, expect, it } from 'vitest';
import { idsOnly } from './ids-only.js';

const ID = '0197c5a0-3333-7000-8000-000000000003';

describe('idsOnly', () => {
  it.each<[string, unknown, object]>([
    ['a job', { kind: 'check', importId: ID, organisationId: ID }, { kind: 'check', importId: ID, organisationId: ID }],
    ['a reminder', { outboxId: ID }, { outboxId: ID }],
    [
      'a batch',
      { organisationId: ID, batch: 3, version: 1, rows: [{ phone: '44687985632', name: 'Jane' }] },
      { organisationId: ID, batch: 3, version: 1 },
    ],
    [
      'an edit',
      { kind: 'update', accountId: ID, phone: '44687985632', edit: { name: 'Jane' }, by: { kind: 'user', id: ID } },
      { kind: 'update', accountId: ID },
    ],
    ['something else in place of an id', { importId: '44687985632', accountId: { $ne: 1 }, kind: 'Jane Smith' }, {}],
    ['a number in place of a word', { kind: 44687985632, phone: 44687985632 }, {}],
    ['a list', [{ importId: ID }], {}],
    ['a text', 'Jane Smith', {}],
    ['nothing', null, {}],
  ])('%s', (_, data, shown) => {
    expect(idsOnly(data)).toEqual(shown);
  });
});
