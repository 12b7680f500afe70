import { setTimeout as sleep } from 'node:timers/promises';
import { isFinished, type Export, type Import, type ImportOptions, type Page, type Problem } from '#contracts';

export interface Patience {
  /** How often a state is asked for while it is followed. */
  pollMs?: number;
  /** How long something may take that is followed; by default, as long as it takes. */
  patienceMs?: number;
}

/** The HTTP API with a key, as any client would use it: the command line, the demo, the tests and the bench do. */
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

  /** Sends a request and gives back the answer as it is; redirects are not followed. */
  request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${this.key}`, ...init.headers };
    return fetch(`${this.url}${path}`, { redirect: 'manual', ...init, headers });
  }

  /** @throws Error naming the status and the problem's code unless the answer is a success, as do all methods below */
  get<T>(path: string): Promise<T> {
    return this.read<T>(path, {});
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return this.read<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** Uploads a file, by default to be applied as soon as it was checked. The fields come before the file, as the API asks. */
  upload(
    accountId: string,
    content: Blob | string | Uint8Array<ArrayBuffer>,
    { fileName = 'contacts.csv', ...options }: Partial<ImportOptions> & { fileName?: string } = {},
  ): Promise<Import> {
    const form = new FormData();
    form.set('accountId', accountId);
    for (const [name, value] of Object.entries(options)) form.set(name, value);
    form.set('file', content instanceof Blob ? content : new Blob([content]), fileName);
    return this.read<Import>('/v1/imports', { method: 'POST', body: form });
  }

  /** Waits until the import ends. `onProgress` hears every state on the way. */
  followImport(id: string, onProgress?: (state: Import) => void): Promise<Import> {
    return this.follow<Import>(`/v1/imports/${id}`, ({ status }) => isFinished(status), onProgress);
  }

  followExport(id: string): Promise<Export> {
    return this.follow<Export>(`/v1/exports/${id}`, ({ status }) => status === 'completed' || status === 'failed');
  }

  /** The presigned URL of an export's file, made now. It needs no key. */
  async downloadUrl(exportId: string): Promise<string> {
    const response = await this.request(`/v1/exports/${exportId}/download`);
    const location = response.headers.get('location');
    if (response.status !== 302 || !location)
      throw new Error(`the download answered ${response.status}, not a redirect`);
    return location;
  }

  /** All items of a list, page after page, and the count that it gives. */
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

  /** Reads a state until it is the wanted one. @throws Error when that takes longer than the client's patience */
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

  private async read<T>(path: string, init: RequestInit): Promise<T> {
    const response = await this.request(path, init);
    const text = await response.text();
    if (response.ok) return JSON.parse(text) as T;
    throw new Error(`${init.method ?? 'GET'} ${path.split('?')[0]} answered ${response.status} ${problemOf(text)}`);
  }
}

function problemOf(body: string): string {
  try {
    const { code, detail } = JSON.parse(body) as Problem;
    return `${code}: ${detail}`;
  } catch {
    return body.slice(0, 200);
  }
}
