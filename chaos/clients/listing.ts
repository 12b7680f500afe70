import type { Contact, Page } from '#contracts';
import type { Random } from '../random.js';
import type { Context } from './context.js';
import { nameAt, phoneAt, randomClub } from './people.js';

/** What people look at beside contacts. */
const OTHER_LISTS = ['imports', 'exports', 'tag-changes', 'campaigns', 'replays', 'accounts', 'dead-letters', 'tags'];
const MAX_PAGES = 4;

/** Looks at one list, as somebody does who turns a few pages. */
export async function look(context: Context, random: Random): Promise<void> {
  const accountId = context.randomAccount(random);
  if (random.chance(0.3)) {
    const list = random.pick(OTHER_LISTS);
    await context.calls.get(`/v1/${list}${list === 'tags' ? `?accountId=${accountId}` : ''}`);
    return;
  }
  const { isByPhone, query } = randomQuery(accountId, context.pool, random);
  const seen = new Set<string>();
  let after: string | null = null;
  for (let pages = random.int(1, MAX_PAGES); pages > 0; pages--) {
    if (after !== null) query.set('after', after);
    const page: Page<Contact> = await context.calls.get(`/v1/contacts?${query.toString()}`);
    for (const { phone } of page.items) {
      // By name it may: the contact was renamed between two pages.
      if (isByPhone && seen.has(phone)) context.calls.breach('a list has the same phone twice', query.toString());
      seen.add(phone);
    }
    if (page.next === null) return;
    after = page.next;
  }
}

function randomQuery(accountId: string, pool: number, random: Random) {
  const sort = random.pick(['phone', '-phone', 'name'] as const);
  const query = new URLSearchParams({ accountId, sort, limit: String(random.pick([50, 200])) });
  const index = random.int(0, pool - 1);
  const condition = random.pick(['none', 'tag', 'search'] as const);
  if (condition === 'tag') query.set('tag', randomClub(random));
  if (condition === 'search') query.set('search', random.pick([nameAt(index), phoneAt(index)]));
  return { isByPhone: sort !== 'name', query };
}
