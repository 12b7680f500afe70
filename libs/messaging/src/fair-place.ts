import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';

/** The highest priority that BullMQ keeps exactly: with the next one, its scores are above 2^53. */
const LAST_PLACE = 2 ** 21 - 1;
/** The field of what is added without an organisation, such as events that a sweeper has found. It has a share of its own. */
const UNKNOWN = 'unknown';

/**
 * Start-time fair queueing with jobs of the same weight. `now` is the place of the job that is next, or that was last when
 * none waits; an organisation's next place is the one after its last, but not before `now`. Places only grow while jobs
 * wait, and a job that waits for another attempt keeps its own. They begin again at 1 when a queue is empty and half of
 * them are used. Whoever gets the last place of all waits in the order of arrival until then.
 */
const SCRIPT = `
local shares, line, active, delayed, job = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local organisation, last, isAgain = ARGV[1], tonumber(ARGV[2]), ARGV[3] == '1'
local perPlace = 4294967296
local now = tonumber(redis.call('HGET', shares, 'now')) or 0
local highest = tonumber(redis.call('HGET', shares, 'highest')) or 0
-- What waits for another attempt may have an earlier place.
local from = string.format('%.0f', now * perPlace)
local next = redis.call('ZRANGEBYSCORE', line, from, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
if next[2] then
  now = math.floor(tonumber(next[2]) / perPlace)
else
  -- Everything that had a place has begun, so nobody has a claim to be first.
  redis.call('DEL', shares)
  local isEmpty = redis.call('ZCARD', line) + redis.call('LLEN', active) + redis.call('ZCARD', delayed) == 0
  if highest >= last or (isEmpty and highest > last / 2) then highest = 0 end
  now = highest
end
local before = tonumber(redis.call('HGET', shares, organisation)) or 0
local place = math.min(math.max(now, before + 1), last)
-- Adding a job that is there does nothing, so it takes no place.
if isAgain or redis.call('EXISTS', job) == 0 then
  redis.call('HSET', shares, organisation, place)
  highest = math.max(highest, place)
end
redis.call('HSET', shares, 'now', now, 'highest', highest)
return place`;

/** What gets a place. */
export interface Placed {
  /** Whose share it is. */
  organisationId: string | undefined;
  jobId: string;
  /** It has one already, and gives it up for one at the end. */
  isAgain?: boolean;
}

/**
 * Draws the place of a job in its queue, which is its priority in BullMQ. Organisations whose jobs wait are served in
 * turn, one job of each, however many each of them has; the jobs of one organisation stay in the order in which they were
 * added. What it needs is in Redis beside the queue: if Redis loses it, the queue is lost too, and places begin again.
 *
 * A job without a priority, from a build before this, comes before all others.
 */
export async function drawPlace(
  client: Redis,
  queue: Pick<Queue, 'toKey'>,
  { organisationId = UNKNOWN, jobId, isAgain = false }: Placed,
): Promise<number> {
  const keys = ['shares', 'prioritized', 'active', 'delayed', jobId].map((name) => queue.toKey(name));
  return Number(await client.eval(SCRIPT, keys.length, ...keys, organisationId, LAST_PLACE, isAgain ? 1 : 0));
}
