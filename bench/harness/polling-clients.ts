/**
 * A program of the bench: many clients that ask for the same address again and again, each a second after its last answer,
 * until the parent process goes away or says to stop. A process of its own, because their work must not delay the clock of
 * the one who measures. Arguments: the address, the API key, and how many clients.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** How many answers there were with each status; `failed`: none. */
export type PollAnswers = Record<string, number>;

const PAUSE_MS = 1_000;

const [url, key, clients] = process.argv.slice(2);
const answers: PollAnswers = {};
const stop = new AbortController();

async function poll(): Promise<void> {
  while (!stop.signal.aborted) {
    let status = 'failed';
    try {
      const response = await fetch(url!, { headers: { authorization: `Bearer ${key}` }, signal: stop.signal });
      await response.arrayBuffer();
      status = String(response.status);
    } catch {
      // It counts as failed, unless we stopped it.
      if (stop.signal.aborted) return;
    }
    answers[status] = (answers[status] ?? 0) + 1;
    await sleep(PAUSE_MS, undefined, { signal: stop.signal }).catch(() => undefined);
  }
}

process.once('disconnect', () => process.exit());
process.once('message', () => stop.abort());
// Not all in the same moment.
const polls = Array.from({ length: Number(clients) }, async (_, index) => {
  await sleep((PAUSE_MS * index) / Number(clients));
  await poll();
});
await Promise.all(polls);
process.send!(answers, () => process.exit());
