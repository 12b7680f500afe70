import type { Problem, ProblemCode } from '#contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Finding } from '../checks/check.js';
import type { Random } from '../random.js';

export interface Call<T> {
  method?: 'GET' | 'POST';
  path: string;
  /** Sent as JSON, unless it is a form. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Refusals that are in order here. All others are breaches of the API's promise. */
  mayBe?: readonly ProblemCode[];
  /** After a request that may have been carried out without an answer: what came of it, if anything did. */
  lookUp?: () => Promise<T | null>;
  /** How long to ask again, in milliseconds. Default: for ever. */
  patienceMs?: number;
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  /** The body of a success. */
  value: T;
  /** The code of a refusal that was to be expected; else null. */
  refused: string | null;
  /** Whether an earlier request of this call may have been carried out, or may yet be. */
  mayBeRepeated: boolean;
}

/** Nobody answered within the patience of a call, or the answer is a breach with which nobody can go on. */
export class NoUsefulAnswerError extends Error {
  override name = 'NoUsefulAnswerError';
}

interface Breach {
  what: string;
  times: number;
  first: string;
}

const ANSWER_MS = 60_000;
/** A client is told to wait up to a minute. Ours wait less, so that much happens. */
const MAX_WAIT_MS = 3_000;
/** After so many answers with a 5xx that may not be, a call is given up. */
const MAX_FAULTS = 20;
const NO_ANSWER = 'none';

/**
 * Calls the API as a good client does: any of the gateways, another one when one does not answer, and again after 429
 * and 503. Keeps count of all answers, and of those that the API must never give.
 */
export class Calls {
  private readonly counts = new Map<string, Map<string, number>>();
  private readonly breaches = new Map<string, Breach>();

  constructor(
    private readonly urls: readonly string[],
    private readonly apiKey: string,
    private readonly random: Random,
  ) {}

  /** How often each route was answered with each status. `none`: the connection ended, or a minute passed. */
  table(): { route: string; answers: Record<string, number> }[] {
    return [...this.counts]
      .map(([route, counts]) => ({ route, answers: Object.fromEntries([...counts].sort()) }))
      .sort((one, other) => (one.route < other.route ? -1 : 1));
  }

  findings(): Finding[] {
    const total = (wanted: (status: string) => boolean) => {
      let sum = 0;
      for (const counts of this.counts.values()) for (const [status, count] of counts) if (wanted(status)) sum += count;
      return sum.toLocaleString('en');
    };
    const figure = [
      `${total((status) => status !== NO_ANSWER)} answers on ${this.counts.size} routes`,
      `${total((status) => status === '503')} × 503, ${total((status) => status === '429')} × 429`,
      `${total((status) => status === NO_ANSWER)} requests without an answer`,
    ].join('; ');
    const broken = [...this.breaches.values()].map(({ what, times, first }) => `${what}, ${times} ×, first ${first}`);
    return [{ promise: 'API: 2xx, or 429/503 with Retry-After; no 500', figure, broken }];
  }

  /** Notes something else that the API must not do. */
  breach(what: string, detail = ''): void {
    const known = this.breaches.get(what);
    if (known) known.times++;
    else this.breaches.set(what, { what, times: 1, first: `at ${new Date().toISOString()} ${detail}`.trim() });
  }

  async get<T>(path: string): Promise<T> {
    return (await this.ask<T>({ path })).value;
  }

  /**
   * Asks until there is an answer that is not "later".
   * @throws NoUsefulAnswerError when the patience is over, or after a refusal that must not be
   */
  async ask<T>(call: Call<T>): Promise<Answer<T>> {
    const { patienceMs = Infinity, mayBe = [], lookUp } = call;
    const deadline = Date.now() + patienceMs;
    const route = routeOf(call);
    let mayBeRepeated = false;
    let url = this.random.pick(this.urls);
    for (let tries = 1, faults = 0; ; tries++) {
      const got = await this.once<T>(url, call);
      this.count(route, got.status === null ? NO_ANSWER : String(got.status));
      if (got.status !== null) {
        const refused = got.problem?.code ?? null;
        if (got.status < 400) return { ...got, refused: null, mayBeRepeated };
        this.judge(route, got, mayBe);
        const isLater = got.status === 429 || got.status >= 500 || refused === 'upload_in_progress';
        if (!isLater && mayBe.includes(refused as ProblemCode)) return { ...got, refused, mayBeRepeated };
        if (got.status >= 500 && got.status !== 503) faults++;
        if (!isLater || faults === MAX_FAULTS) throw new NoUsefulAnswerError(`${route}: ${got.status} ${refused}`);
      }
      if (got.mayBeDone) mayBeRepeated = true;
      if (Date.now() > deadline) throw new NoUsefulAnswerError(`${route}: no answer in ${patienceMs / 1000} s`);
      await sleep(got.waitMs ?? Math.min(tries * 300, MAX_WAIT_MS));
      url = this.random.pick(this.urls.length > 1 ? this.urls.filter((other) => other !== url) : this.urls);
      const found = mayBeRepeated && lookUp ? await lookUp() : null;
      if (found) return { status: 200, headers: new Headers(), value: found, refused: null, mayBeRepeated };
    }
  }

  /** One request. `status` is null when there was no answer, or not all of it. */
  private async once<T>(url: string, { method = 'GET', path, body, headers }: Call<T>) {
    const isForm = body instanceof FormData;
    try {
      const response = await fetch(url + path, {
        method,
        redirect: 'manual',
        headers: {
          authorization: `Bearer ${this.apiKey}`,
          ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
          ...headers,
        },
        body: isForm ? body : JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      const text = await response.text();
      const { status } = response;
      const seconds = response.headers.get('retry-after');
      return {
        status,
        headers: response.headers,
        value: (status >= 200 && status < 300 && text !== '' ? JSON.parse(text) : null) as T,
        problem: status < 400 ? null : problemOf(text),
        waitMs: seconds === null ? null : Math.min(Number(seconds) * 1000, MAX_WAIT_MS),
        // "503" may mean that nobody knows whether it was done.
        mayBeDone: method !== 'GET' && status >= 500,
      };
    } catch (error) {
      const code = (error as { cause?: { code?: string } }).cause?.code;
      return { status: null, waitMs: null, mayBeDone: method !== 'GET' && code !== 'ECONNREFUSED' };
    }
  }

  private judge(
    route: string,
    { status, headers, problem }: { status: number; headers: Headers; problem: Problem | null },
    mayBe: readonly ProblemCode[],
  ): void {
    const code = problem?.code ?? 'without a problem';
    const isLater = status === 429 || status === 503;
    if (isLater ? headers.has('retry-after') : status < 500 && mayBe.includes(code as ProblemCode)) return;
    const what = `${route} answered ${status} ${code}${isLater ? ' without Retry-After' : ''}`;
    this.breach(what, `(request ${problem?.requestId ?? 'unknown'})`);
  }

  private count(route: string, status: string): void {
    const counts = this.counts.get(route) ?? new Map<string, number>();
    this.counts.set(route, counts.set(status, (counts.get(status) ?? 0) + 1));
  }
}

function routeOf({ method = 'GET', path }: Call<unknown>): string {
  const pattern = path
    .split('?')[0]!
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}')
    .replace(/\/\d{6,}/, '/{phone}');
  return `${method} ${pattern}`;
}

function problemOf(text: string): Problem | null {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return null;
  }
}
