import type { Campaign, CampaignMember, Page } from '#contracts';
import type { FreezeAsked } from '../operations.js';
import type { Random } from '../random.js';
import type { Context } from './context.js';
import { randomClub } from './people.js';

/** Drafts a campaign for the contacts with one tag, freezes it at once, and reads whom it reaches. */
export async function freeze(context: Context, random: Random): Promise<void> {
  const { calls, operations } = context;
  const accountId = context.randomTaggedAccount(random);
  const tag = randomClub(random);
  const name = `Campaign ${context.nextNumber()}`;
  const { value } = await calls.ask<Campaign>({
    method: 'POST',
    path: '/v1/campaigns',
    body: { name, accountId, segment: { tag: [tag] } },
  });
  const { id } = value;
  const asked: FreezeAsked = {
    kind: 'freeze',
    accountId,
    begun: Date.now(),
    ended: Infinity,
    id,
    tag,
    record: null,
    members: null,
  };
  operations.push(asked);
  const { refused } = await calls.ask<Campaign>({
    method: 'POST',
    path: `/v1/campaigns/${id}/schedule`,
    body: {},
    // An earlier request without an answer may have scheduled it.
    mayBe: ['empty_audience', 'wrong_state'],
  });
  if (refused === 'empty_audience') {
    // Nothing was asked for: nobody has the tag, as far as the campaigns service knows.
    operations.splice(operations.indexOf(asked), 1);
    return;
  }
  const record = await context.follow<Campaign>(`/v1/campaigns/${id}`, hasEnded);
  if (record.state === 'audience_frozen') asked.members = await membersOf(context, id);
  asked.record = record;
  asked.ended = Date.now();
}

/** Frozen, or a draft again with the reason. */
function hasEnded({ state, error }: Campaign): boolean {
  return state === 'draft' ? error !== null : state !== 'scheduled';
}

async function membersOf(context: Context, id: string): Promise<string[]> {
  const phones: string[] = [];
  let after: string | null = null;
  do {
    const cursor: string = after === null ? '' : `&after=${after}`;
    const page: Page<CampaignMember> = await context.calls.get(`/v1/campaigns/${id}/members?limit=5000${cursor}`);
    for (const { phone } of page.items) phones.push(phone);
    after = page.next;
  } while (after !== null);
  return phones;
}
