import { expect, it } from 'vitest';
import { History } from './history.js';

const change = (revision: number, name: string, id = 'import-1') => ({
  organisationId: 'o',
  accountId: 'a',
  contacts: [{ phone: '1', revision, name, tags: [], values: [], changedBy: { kind: 'import', id, row: 2 } }],
});

it('keeps each revision once, in order, with its writer', () => {
  const history = new History();
  for (const event of [change(2, 'Ben', 'import-2'), change(1, 'Ann'), change(2, 'Ben', 'import-2')])
    history.take('ContactChanged', event);
  const revisions = history.revisionsOf(history.contactOf('a', '1')!);
  expect(revisions.map((at) => [history.numbers[at], history.states[at], history.writerOf(at)])).toEqual([
    [1, '["Ann",[],[]]', 'import import-1'],
    [2, '["Ben",[],[]]', 'import import-2'],
  ]);
  expect(history.repeats).toBe(1);
  expect(history.differing).toEqual([]);
});

it('notes what comes again and differs', () => {
  const history = new History();
  for (const event of [change(1, 'Ann'), change(1, 'Ben'), change(1, 'Ann', 'import-2')])
    history.take('ContactChanged', event);
  for (const contacts of [1, 1, 2]) history.take('ValueRemoved', { importId: 'import-1', name: 'city', contacts });
  expect(history.differing).toHaveLength(3);
  expect(history.repeats).toBe(3);
});

it('ignores other events', () => {
  const history = new History();
  history.take('Ping', { organisationId: 'o' });
  expect(history.phones).toEqual([]);
});
