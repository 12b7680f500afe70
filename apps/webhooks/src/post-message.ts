import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { WebhookFailure } from '#contracts';
import { CONFIG, isAddress, isPublicAddress, privateAddressesAllowed, type Config } from '#platform';
import http from 'node:http';
import https from 'node:https';
import { AddressNotAllowedError, guardedLookup } from './guarded-lookup.js';
import { readRetryAfter } from './retry-after.js';

/** The result of sending a message. `failure`: null on success. */
export interface PostResult {
  status: number | null;
  failure: WebhookFailure | null;
  /** When the receiver allows the next attempt, if it says so. */
  retryAfter: Date | null;
  milliseconds: number;
}

/** Connections stay open between messages to the same receiver. Each receiver gets only one message at a time. */
const AGENT = { keepAlive: true, maxFreeSockets: 1, timeout: 60_000 };

/** Sends messages. Does not follow redirects and ignores the content of responses. */
@Injectable()
export class MessagePoster implements OnApplicationShutdown {
  private readonly agents = { 'http:': new http.Agent(AGENT), 'https:': new https.Agent(AGENT) };

  constructor(
    @Inject(CONFIG)
    private readonly config: Pick<Config, 'NODE_ENV' | 'WEBHOOK_PRIVATE_ADDRESSES' | 'WEBHOOK_TIMEOUT_SECONDS'>,
  ) {}

  /** Never throws: every behaviour of the receiver is a result. */
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
    // A host that is an IP address is not looked up, so it is checked here.
    if (guarded && isAddress(url.hostname) && !isPublicAddress(url.hostname))
      return Promise.reject(new AddressNotAllowedError(`${url.hostname} is in a private network`));
    const protocol = url.protocol as 'http:' | 'https:';
    const { promise, resolve, reject } = withResolvers<{ status: number; retryAfter: string | undefined }>();
    const request = (protocol === 'https:' ? https : http).request(url, {
      method: 'POST',
      agent: this.agents[protocol],
      ...(guarded && { lookup: guardedLookup }),
      // Limits the whole exchange, also when the receiver sends its response byte by byte.
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
      // The content does not matter, but a socket is reused only after its response was read.
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

/** `Promise.withResolvers`, which Node.js 20 lacks. */
function withResolvers<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
