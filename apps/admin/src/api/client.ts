import type { Problem } from '#contracts';
import { currentLanguage } from '../i18n/current-language.js';
import { reportConnection } from './connection.js';

/** With a cookie session, this header must show that a change comes from the page: the API's protection against CSRF. */
export const PAGE_HEADER = { 'X-Requested-With': 'contacts' };

/** What the page accepts: JSON, with sentences in its language. */
export const readerHeaders = () => ({ Accept: 'application/json', 'Accept-Language': currentLanguage() });

/** An error answer of the API. `message` is the API's own sentence. */
export class ApiError extends Error {
  override name = 'ApiError';
  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
  ) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
  }
  get code(): string {
    return this.problem.code ?? '';
  }
}

/** No answer came: the network or the server is unavailable. */
export class ConnectionError extends Error {
  override name = 'ConnectionError';
}

/** The address of an API path, for links and event streams: `/imports` → `/v1/imports`. */
export const apiUrl = (path: string): string => `/v1${path}`;

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/**
 * Sends a request to the API. The answer is assumed to match the contracts, because page and API are released together.
 * @returns the JSON answer; undefined for an empty one
 * @throws ApiError for an error answer, ConnectionError when none came
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = 'GET', body, signal } = options;
  const headers: Record<string, string> = { ...readerHeaders(), ...options.headers };
  if (method !== 'GET') Object.assign(headers, PAGE_HEADER);
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response: Response;
  let text: string;
  try {
    response = await fetch(apiUrl(path), {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
    text = await response.text();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    reportConnection(false);
    throw new ConnectionError('No answer from the server', { cause });
  }
  reportConnection(true);
  return readAnswer<T>(response.status, text);
}

/**
 * Reads an answer's status and text.
 * @throws ApiError when the status is an error
 */
export function readAnswer<T>(status: number, text: string): T {
  const parsed: unknown = parseJson(text);
  if (status >= 200 && status < 300) return parsed as T;
  throw new ApiError(status, typeof parsed === 'object' && parsed !== null ? parsed : {});
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
