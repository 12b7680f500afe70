import { expect, it } from 'vitest';
import { clockFault } from './clock-fault.js';

it.each([
  [0, null],
  [-4 * 60_000, null],
  [10 * 60_000, 'the clock of this machine is 10 minutes ahead of that of MongoDB; set both by NTP'],
  [-10 * 60_000, 'the clock of this machine is 10 minutes behind that of MongoDB; set both by NTP'],
])('a clock that is %d ms ahead: %s', (aheadMs, fault) => {
  expect(clockFault(aheadMs, 'MongoDB')).toBe(fault);
});
