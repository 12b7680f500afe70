import { expect, it } from 'vitest';
import type { ContactUpserted } from '#contracts';
import { ContactEvents } from './contact-events.js';

it.each([
  [
    ['yes', 'all'],
    ['applied', 'copied'],
  ],
  [['yes', 'no', undefined], ['applied']],
] as const)('rows that say %j are %j', async (answers, expected) => {
  const done: string[] = [];
  const batches = { apply: async () => void done.push('applied') };
  const sweeper = { startRound: () => void done.push('copied') };
  const events = new ContactEvents(batches as never, null as never, sweeper as never);
  await events.onContactUpserted({ rows: answers.map((optOut) => ({ optOut })) } as unknown as ContactUpserted);
  expect(done).toEqual(expected);
});
