import { expect, it } from 'vitest';
import type { AuditEntry } from '#contracts';
import { auditCsv, auditJsonLines } from './audit-files.js';

const ENTRY: AuditEntry = {
  id: 'e1',
  at: '2026-11-22T10:00:00.000Z',
  actor: { kind: 'user', id: 'u1' },
  action: 'session.began',
  targets: ['t1', 't2'],
  requestId: '=1+1,"x"',
  downloaded: { filter: null, count: 2 },
  sequence: 7,
  previousHash: 'ab',
  hash: 'cd',
};

it('writes an entry as a row that no spreadsheet runs', () => {
  expect(auditCsv.line(ENTRY)).toBe(
    '7,2026-11-22T10:00:00.000Z,user,u1,session.began,t1 t2,"\'=1+1,""x""",e1,ab,cd,"{""filter"":null,""count"":2}"\r\n',
  );
  expect(auditCsv.line({ ...ENTRY, sequence: null, previousHash: null, hash: null })).toMatch(/^,.*,,,"\{.*\r\n$/);
  expect(auditCsv.head.split(',')).toHaveLength(11);
});

it('writes an entry as JSON on a line', () => {
  expect(auditJsonLines.line(ENTRY)).toBe(`${JSON.stringify(ENTRY)}\n`);
});
