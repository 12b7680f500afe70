import { setTimeout as sleep } from 'node:timers/promises';
import { isFinished, type Export, type Import, type ImportOptions, type Page, type Problem } from '#contracts';

export interface Patience {
  /** Pause between two polls in {@link ApiClient.follow}, in milliseconds. */
  pollMs?: number;
  /** How long `follow` polls before it throws, in milliseconds. Without it, there is no limit. */
  patienceMs?: number;
}

/** An answer of the API that is not a success. */
export class ApiFailure extends Error {
  override name = 'ApiFailure';

  /** @param code that of the problem; empty if the answer is none of ours */
  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
  ) {
    super(message);
  }
}

/**
 * A client of the HTTP API that signs in with an API key. The command line, the demo, the tests and the bench use it.
 */
export class ApiClient {
  private readonly pollMs: number;
  private readonly patienceMs: number;

  constructor(
    private readonly url: string,
    private readonly key: string,
    { pollMs = 200, patienceMs = Infinity }: Patience = {},
  ) {
    this.pollMs = pollMs;
    this.patienceMs = patienceMs;
  }

  /** Sends a request and returns the response as it is. Does not follow redirects. */
  request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${this.key}`, ...init.headers };
    return fetch(`${this.url}${path}`, { redirect: 'manual', ...init, headers });
  }

  /**
   * @throws ApiFailure with the status and the problem's code when the response is not a success. So do all methods below.
   */
  get<T>(path: string): Promise<T> {
    return this.read<T>(path, {});
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.send<T>('POST', path, body);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>('PUT', path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>('PATCH', path, body);
  }

  /**
   * Uploads a file. By default the import starts as soon as the check is done. The API requires the fields before the
   * file.
   */
  upload(
    accountId: string,
    content: Blob | string | Uint8Array<ArrayBuffer>,
    { fileName = 'contacts.csv', ...options }: Partial<ImportOptions> & { fileName?: string } = {},
  ): Promise<Import> {
    const form = new FormData();
    form.set('accountId', accountId);
    for (const [name, value] of Object.entries(options))
      form.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    form.set('file', content instanceof Blob ? content : new Blob([content]), fileName);
    return this.read<Import>('/v1/imports', { method: 'POST', body: form });
  }

  /** Polls the import until it has ended or waits for a confirmation. Calls `onProgress` with every state it reads. */
  followImport(id: string, onProgress?: (state: Import) => void): Promise<Import> {
    const stops = ({ status, options }: Import): boolean =>
      isFinished(status) || (status === 'ready' && options.start === 'confirm');
    return this.follow<Import>(`/v1/imports/${id}`, stops, onProgress);
  }

  followExport(id: string): Promise<Export> {
    return this.follow<Export>(`/v1/exports/${id}`, ({ status }) => status === 'completed' || status === 'failed');
  }

  /** A presigned URL of an export's file, made by this call. It needs no API key. */
  async downloadUrl(exportId: string): Promise<string> {
    const response = await this.request(`/v1/exports/${exportId}/download`);
    const location = response.headers.get('location');
    if (response.status !== 302 || !location)
      throw new Error(`the download answered ${response.status}, not a redirect`);
    return location;
  }

  /** All items of a list, page by page, and the count that the API reports. */
  async all<T>(path: string, query = new URLSearchParams()): Promise<Pick<Page<T>, 'items' | 'count'>> {
    const items: T[] = [];
    const pageQuery = new URLSearchParams(query);
    for (;;) {
      const page = await this.get<Page<T>>(`${path}?${pageQuery.toString()}`);
      items.push(...page.items);
      if (page.next === null) return { items, count: page.count };
      pageQuery.set('after', page.next);
    }
  }

  /** Polls `path` until `isDone` accepts the state. @throws Error when that takes longer than `patienceMs` */
  async follow<T>(path: string, isDone: (state: T) => boolean, onProgress?: (state: T) => void): Promise<T> {
    const deadline = Date.now() + this.patienceMs;
    for (;;) {
      const state = await this.get<T>(path);
      onProgress?.(state);
      if (isDone(state)) return state;
      if (Date.now() > deadline) throw new Error(`${path} did not end in ${this.patienceMs / 60_000} minutes`);
      await sleep(this.pollMs);
    }
  }

  private send<T>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return this.read<T>(path, { method, headers, body: JSON.stringify(body) });
  }

  /** @returns the JSON of the answer; undefined for an empty one */
  async read<T>(path: string, init: RequestInit): Promise<T> {
    const response = await this.request(path, init);
    const text = await response.text();
    if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
    const { code, said } = problemOf(text);
    const answered = `${init.method ?? 'GET'} ${path.split('?')[0]} answered ${response.status} ${said}`;
    throw new ApiFailure(answered, response.status, code);
  }
}

function problemOf(body: string): { code: string; said: string } {
  try {
    const { code, detail, errors = [] } = JSON.parse(body) as Problem;
    const fields = errors.map(({ field, message }) => ` ${field}: ${message}`);
    return { code, said: `${code}: ${detail}${fields.join(';')}` };
  } catch {
    return { code: '', said: body.slice(0, 200) };
  }
}
