/**
 * A program of the bench: many clients that ask for the same address again and again, each a second after its last answer,
 * and others that listen to an event stream of imports. A process of its own, because their work must not delay the clock
 * of the one who measures: {@link Watchers} starts it and talks to it.
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Import } from '#contracts';
import { quantile } from './in-turns.js';

/** What is watched, and by how many. */
export interface Watch {
  url: string;
  key: string;
  poll: { path: string; clients: number };
  listen?: { path: string; clients: number };
}

/** What they were answered. */
export interface Watched {
  /** From the beginning until they were asked to end. */
  seconds: number;
  /** How many polls were answered with each status; `failed`: none. */
  answers: Record<string, number>;
  /** Of the polls that were answered 200; null without any. */
  milliseconds: { median: number; p99: number } | null;
  events: number;
  /** Of each stream: the status of the import in its last event, or why there was none. */
  ends: string[];
  /** The processor time of the clients themselves. */
  cpuSeconds: number;
}

const PAUSE_MS = 1_000;
/** For streams whose import is finished to end by themselves, which they do at the next look. */
const LAST_EVENTS_MS = 30_000;

const ended = new AbortController();
const cut = new AbortController();
// Every client listens.
setMaxListeners(0, ended.signal, cut.signal);
const answers: Record<string, number> = {};
const times: number[] = [];
let events = 0;

async function poll({ url, key, poll: { path, clients } }: Watch, client: number): Promise<void> {
  const { signal } = ended;
  const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined);
  // Not all in the same moment.
  await pause((client * PAUSE_MS) / clients);
  while (!signal.aborted) {
    const began = performance.now();
    const status = await ask(`${url}${path}`, key).catch(() => 'failed');
    answers[status] = (answers[status] ?? 0) + 1;
    if (status === '200') times.push(performance.now() - began);
    await pause(PAUSE_MS);
  }
}

async function ask(url: string, key: string): Promise<string> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  await response.arrayBuffer();
  return String(response.status);
}

/** @returns the status of the import in the last event */
async function listen(url: string, key: string): Promise<string> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` }, signal: cut.signal });
  if (response.status !== 200 || !response.body) return `answered ${response.status}`;
  const decoder = new TextDecoder();
  let [status, rest] = ['no event', ''];
  for await (const chunk of response.body) {
    const messages = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n\n');
    rest = messages.pop()!;
    for (const message of messages) {
      const data = /^data: (.*)$/m.exec(message)?.[1];
      if (data === undefined) continue;
      events++;
      ({ status } = JSON.parse(data) as Import);
    }
  }
  return status;
}

async function watch(whole: Watch): Promise<Watched> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const { url, key, poll: polls, listen: streams } = whole;
  const polling = Array.from({ length: polls.clients }, (_, client) => poll(whole, client));
  const listening = Array.from({ length: streams?.clients ?? 0 }, () =>
    listen(`${url}${streams!.path}`, key).catch((error: Error) => `failed: ${error.message}`),
  );
  await new Promise((resolve) => ended.signal.addEventListener('abort', resolve));
  const seconds = (performance.now() - began) / 1_000;
  setTimeout(() => cut.abort(), LAST_EVENTS_MS).unref();
  const ends = await Promise.all(listening);
  await Promise.all(polling);
  const { user, system } = process.cpuUsage(cpu);
  const milliseconds = times.length === 0 ? null : { median: quantile(times, 0.5), p99: quantile(times, 0.99) };
  return { seconds, answers, milliseconds, events, ends, cpuSeconds: (user + system) / 1e6 };
}

process.once('disconnect', () => process.exit());
process.once('message', (whole: Watch) => {
  process.once('message', () => ended.abort());
  void watch(whole).then((watched) => process.send!(watched, () => process.exit()));
});
process.send!('ready');
