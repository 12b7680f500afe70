import { expect } from '@jest/globals';
import type { Contact, Export, ExportFormat, Import, ImportOptions, Page } from '#contracts';
import { isFinished } from '#contracts';
import { eventually } from './eventually.js';

/** A program that uses the HTTP API with a key, as a customer's would. */
export class ApiClient {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  /** Sends a request and gives back the answer as it is; redirects are not followed. */
  request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${this.key}`, ...init.headers };
    return fetch(`${this.url}${path}`, { redirect: 'manual', ...init, headers });
  }

  async get<T>(path: string): Promise<T> {
    return read<T>(await this.request(path));
  }

  async post<T>(path: string, body: unknown = {}): Promise<T> {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return read<T>(await this.request(path, init));
  }

  /** Uploads a file: the fields first, then the file. */
  async upload(
    accountId: string,
    content: string | Uint8Array<ArrayBuffer>,
    { fileName = 'contacts.csv', ...options }: Partial<ImportOptions> & { fileName?: string } = {},
  ): Promise<Import> {
    const form = new FormData();
    form.set('accountId', accountId);
    for (const [name, value] of Object.entries(options)) form.set(name, value);
    form.set('file', new Blob([content]), fileName);
    return read<Import>(await this.request('/v1/imports', { method: 'POST', body: form }));
  }

  /** Waits until an import has ended, however. */
  finished(importId: string, timeoutMs?: number): Promise<Import> {
    return eventually(
      'the import ends',
      async () => {
        const current = await this.get<Import>(`/v1/imports/${importId}`);
        if (!isFinished(current.status)) throw new Error(`it is ${JSON.stringify(current)}`);
        return current;
      },
      timeoutMs,
    );
  }

  async importFile(...upload: Parameters<ApiClient['upload']>): Promise<Import> {
    return this.finished((await this.upload(...upload)).id);
  }

  contacts(query: string): Promise<Page<Contact>> {
    return this.get(`/v1/contacts?${query}`);
  }

  /** Has a file made and fetches it by its presigned URL. */
  async download(
    accountId: string,
    { format = 'csv', ...filter }: { format?: ExportFormat; [condition: string]: unknown } = {},
  ): Promise<{ record: Export; bytes: Buffer<ArrayBuffer>; disposition: string }> {
    const { id } = await this.post<Export>('/v1/exports', { filter: { accountId, ...filter }, format });
    const record = await eventually('the export completes', async () => {
      const current = await this.get<Export>(`/v1/exports/${id}`);
      expect(current.status).toBe('completed');
      return current;
    });
    const redirect = await this.request(`/v1/exports/${id}/download`);
    expect(redirect.status).toBe(302);
    const file = await fetch(redirect.headers.get('location')!);
    expect(file.status).toBe(200);
    const bytes = Buffer.from(await file.arrayBuffer());
    return { record, bytes, disposition: file.headers.get('content-disposition') ?? '' };
  }
}

async function read<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${text}`);
  return JSON.parse(text) as T;
}
