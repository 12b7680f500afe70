import { expect, it } from 'vitest';
import { versionFor, type EventName } from './events.js';

const MARK = { scope: 'account' };

it.each<[EventName, unknown, number]>([
  ['ContactChanged', { contacts: [{ phone: '1' }, { phone: '2', optOut: null }] }, 1],
  ['ContactChanged', { contacts: [{ phone: '1' }, { phone: '2', optOut: MARK }] }, 2],
  ['ContactChanged', { contacts: [] }, 1],
  ['ContactChanged', { contacts: 'broken' }, 1],
  ['ContactChanged', null, 1],
  ['ContactUpserted', { rows: [{ row: 2 }] }, 2],
  ['ContactUpserted', { rows: [{ row: 2 }, { row: 3, optOut: 'no' }] }, 3],
  ['ValueRemoved', { contacts: 3 }, 1],
])('%s of %j has version %i, so that older subscribers go on with what they read right', (event, payload, version) => {
  expect(versionFor(event, payload)).toBe(version);
});
