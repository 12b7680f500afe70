import { describe, expect, it } from 'vitest';
import type { Reachability, ReachabilityReport } from '#contracts';
import { applyReport } from './apply-report.js';

const AT = '2026-11-22T10:15:00.000Z';
const EARLIER = '2026-11-20T10:15:00.000Z';
const usable: Reachability = { status: 'usable', reason: null, reportedAt: EARLIER };
const unusable: Reachability = { status: 'unusable', reason: 'not on WhatsApp', reportedAt: EARLIER };

describe('applyReport', () => {
  it.each<[string, Reachability | null | undefined, ReachabilityReport, Reachability | null]>([
    ['the first report, good', undefined, { status: 'usable' }, { ...usable, reportedAt: AT }],
    [
      'the first report, bad',
      null,
      { status: 'unusable', reason: 'blocked' },
      { ...unusable, reason: 'blocked', reportedAt: AT },
    ],
    ['nothing new, good', usable, { status: 'usable' }, null],
    ['nothing new, bad', unusable, { status: 'unusable', reason: 'not on WhatsApp' }, null],
    [
      'another reason',
      unusable,
      { status: 'unusable', reason: 'blocked' },
      { ...unusable, reason: 'blocked', reportedAt: AT },
    ],
    ['usable again', unusable, { status: 'usable' }, { ...usable, reportedAt: AT }],
    ['usable no more', usable, { status: 'unusable', reason: 'not on WhatsApp' }, { ...unusable, reportedAt: AT }],
  ])('%s', (_, before, report, expected) => {
    expect(applyReport(before, report, AT)).toEqual(expected);
  });
});
