import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { WebhookFailure } from '#contracts';
import { CONFIG, isAddress, isPublicAddress, privateAddressesAllowed, type Config } from '#platform';
import http from 'node:http';
import https from 'node:https';
import { AddressNotAllowedError, guardedLookup } from './guarded-lookup.js';
import { readRetryAfter } from './retry-after.js';

/** What came of posting a message. `failure` null: it was taken. */
export interface PostResult {
  status: number | null;
  failure: WebhookFailure | null;
  /** When the receiver wants to be asked again, if it said so. */
  retryAfter: Date | null;
  milliseconds: number;
}

/** Sockets stay open between messages to the same receiver; no more than one message at a time is under way to it. */
const AGENT = { keepAlive: true, maxFreeSockets: 1, timeout: 60_000 };

/** Posts messages. Redirects are not followed, answers are not read. */
@Injectable()
export class MessagePoster implements OnApplicationShutdown {
  private readonly agents = { 'http:': new http.Agent(AGENT), 'https:': new https.Agent(AGENT) };

  constructor(
    @Inject(CONFIG)
    private readonly config: Pick<Config, 'NODE_ENV' | 'WEBHOOK_PRIVATE_ADDRESSES' | 'WEBHOOK_TIMEOUT_SECONDS'>,
  ) {}

  /** Never throws: whatever the receiver does is a result. */
  async post(url: string, headers: Record<string, string>, body: string): Promise<PostResult> {
    const began = Date.now();
    const took = () => Date.now() - began;
    try {
      const { status, retryAfter } = await this.send(new URL(url), headers, body);
      return { status, failure: failureOf(status), retryAfter: readRetryAfter(retryAfter), milliseconds: took() };
    } catch (error) {
      return { status: null, failure: failureOfError(error), retryAfter: null, milliseconds: took() };
    }
  }

  onApplicationShutdown(): void {
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  private send(
    url: URL,
    headers: Record<string, string>,
    body: string,
  ): Promise<{ status: number; retryAfter: string | undefined }> {
    const guarded = !privateAddressesAllowed(this.config);
    // An address in place of a name is not looked up.
    if (guarded && isAddress(url.hostname) && !isPublicAddress(url.hostname))
      return Promise.reject(new AddressNotAllowedError(`${url.hostname} is in a private network`));
    const protocol = url.protocol as 'http:' | 'https:';
    const { promise, resolve, reject } = withResolvers<{ status: number; retryAfter: string | undefined }>();
    const request = (protocol === 'https:' ? https : http).request(url, {
      method: 'POST',
      agent: this.agents[protocol],
      ...(guarded && { lookup: guardedLookup }),
      // For the whole exchange, also for a receiver that sends its answer byte by byte.
      signal: AbortSignal.timeout(this.config.WEBHOOK_TIMEOUT_SECONDS * 1000),
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Contacts-Webhooks/1',
      },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      // What it says does not matter, but a socket is used again only once its answer was read.
      response.resume();
      resolve({ status: response.statusCode!, retryAfter: response.headers['retry-after'] });
    });
    request.end(body);
    return promise;
  }
}

function failureOf(status: number): WebhookFailure | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return 'redirected';
  return status === 410 ? 'gone' : 'status';
}

function failureOfError(error: unknown): WebhookFailure {
  const { name, code = '' } = error as { name: string; code?: string };
  if (error instanceof AddressNotAllowedError) return 'address_not_allowed';
  if (name === 'AbortError' || name === 'TimeoutError') return 'timed_out';
  return /^(ERR_TLS|ERR_SSL|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)|^EPROTO$/.test(code)
    ? 'tls_failed'
    : 'not_reachable';
}

/** `Promise.withResolvers`, which Node.js 20 does not have. */
function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
