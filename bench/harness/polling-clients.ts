/**
 * A program of the bench: many clients that ask for the same address again and again, each a second after its last answer,
 * until the parent process sends a message; it gets what they were answered. A process of its own, because their work must
 * not delay the clock of the one who measures. Arguments: the address, the API key, and how many clients.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** How many answers there were with each status; `failed`: none. */
export type PollAnswers = Record<string, number>;

const PAUSE_MS = 1_000;

const [url, key, clients] = process.argv.slice(2);
const answers: PollAnswers = {};

async function poll(): Promise<never> {
  for (;;) {
    const status = await ask().catch(() => 'failed');
    answers[status] = (answers[status] ?? 0) + 1;
    await sleep(PAUSE_MS);
  }
}

async function ask(): Promise<string> {
  const response = await fetch(url!, { headers: { authorization: `Bearer ${key}` } });
  await response.arrayBuffer();
  return String(response.status);
}

process.once('disconnect', () => process.exit());
process.once('message', () => process.send!(answers, () => process.exit()));
for (let client = 0; client < Number(clients); client++) {
  void poll();
  // Not all in the same moment.
  await sleep(PAUSE_MS / Number(clients));
}
