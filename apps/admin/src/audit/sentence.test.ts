import { describe, expect, it } from 'vitest';
import { AUDIT_ACTIONS } from '#contracts';
import type { AuditEntry } from '#contracts';
import { auditNames } from '../i18n/catalogue/audit-names.js';
import { translator } from '../i18n/text.js';
import { actionName, auditSentence, auditTexts } from './sentence.js';

const t = translator('en', auditTexts);
const nameOf = translator('en', auditNames);
const names = {
  members: [
    {
      id: 'm1',
      name: 'Ana',
      email: 'ana@example.org',
      role: 'admin',
      accountIds: null,
      mayDownload: true,
      createdAt: '2026-11-22T10:00:00.000Z',
    },
  ],
  keys: [],
  accounts: [],
} as const;
const entry = (change: Partial<AuditEntry>): AuditEntry => ({
  id: 'e1',
  at: '2026-11-22T10:00:00.000Z',
  actor: { kind: 'user', id: 'm1' },
  action: 'session.began',
  targets: [],
  requestId: 'r1',
  sequence: 1,
  previousHash: null,
  hash: null,
  ...change,
});

describe('auditSentence', () => {
  it.each<[string, Partial<AuditEntry>, string]>([
    ['somebody known', {}, 'Ana signed in'],
    ['a former member', { actor: { kind: 'user', id: '0197c5a0-123456' } }, 'A former member (…123456) signed in'],
    ['a target that is known', { action: 'member.removed', targets: ['m1'] }, 'Ana removed Ana'],
    ['one that is not', { action: 'key.revoked', targets: ['0197c5a0-654321'] }, 'Ana revoked the key …654321'],
    ['an action of a newer API', { action: 'moon.moved' as never, targets: ['m1'] }, 'Ana: moon.moved Ana'],
  ])('%s', (_, change, expected) => {
    expect(auditSentence(entry(change), names, t)).toBe(expected);
  });

  it.each(AUDIT_ACTIONS)('has a sentence and a name for %s', (action) => {
    expect(auditSentence(entry({ action }), names, t)).not.toContain(action);
    expect(actionName(action, nameOf)).not.toBe(action);
  });
});
