import type { Contact } from '#contracts';
import type { EditAsked } from '../operations.js';
import type { Random } from '../random.js';
import { NoUsefulAnswerError } from './calls.js';
import type { Context } from './context.js';
import { phoneAt, randomTags, randomValue, VALUE_NAMES } from './people.js';

/** Somebody gives up who got no answer for so long. */
const PATIENCE_MS = 3 * 60_000;

/** Writes one contact, which may be new. */
export async function edit(context: Context, random: Random): Promise<void> {
  const accountId = context.randomAccount(random);
  const values: Record<string, string | null> = {};
  for (const name of random.shuffled(VALUE_NAMES).slice(0, random.int(0, 2)))
    values[name] = random.chance(0.25) ? null : randomValue(name, random);
  const asked: EditAsked = {
    kind: 'edit',
    accountId,
    begun: Date.now(),
    ended: Infinity,
    phone: phoneAt(random.int(0, Math.ceil(context.pool * 1.05))),
    name: `Edit ${context.nextNumber()}`,
    tags: random.chance(0.5) ? randomTags(random) : null,
    values,
    answered: false,
  };
  context.operations.push(asked);
  const { phone, name, tags } = asked;
  try {
    const { mayBeRepeated, value } = await context.calls.ask<Contact>({
      method: 'POST',
      path: `/v1/accounts/${accountId}/contacts`,
      body: { phone, name, values, ...(tags && { tags }) },
      patienceMs: PATIENCE_MS,
    });
    asked.answered = true;
    // A request that got no answer may still be carried out, so nobody knows when that has ended.
    if (!mayBeRepeated) asked.ended = Date.now();
    if (value.phone !== phone || value.accountId !== accountId)
      context.calls.breach('an edit answered another contact');
  } catch (error) {
    if (!(error instanceof NoUsefulAnswerError)) throw error;
  }
}
