import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { followImport } from '../support/follow-import.js';
import { startStack, type Stack } from '../support/stack.js';

/** Only the gateway runs, so an import stays `uploaded`. */
describe('a gateway that is told to stop', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({ services: ['gateway'] });
  }, 60_000);
  afterAll(() => stack?.stop());

  it('does not wait for clients that follow an import', async () => {
    const { keys, accounts } = await stack.seed();
    const api = new ApiClient(stack.url, keys.editor);
    const made = await api.upload(accounts[0]!.id, 'id,name\n44687985632,Jane Smith\n');
    const seen = followImport(await api.request(`/v1/imports/${made.id}/events`));
    await eventually('the watching has begun', () => expect(seen.states).toEqual(['uploaded']));
    await stack.kill('gateway', 'SIGTERM');
    await seen.ended;
    await stack.start('gateway');
    expect(await api.get(`/v1/imports/${made.id}`)).toMatchObject({ status: 'uploaded' });
  });
});
