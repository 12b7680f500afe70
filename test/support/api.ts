import { expect } from 'vitest';
import { ApiClient as Client } from '#api-client';
import type { Contact, Export, ExportFormat, Import, Page } from '#contracts';
import { isFinished } from '#contracts';
import { eventually } from './eventually.js';

/** The API's client with helpers for tests. Like `eventually`, it keeps waiting while a server is down. */
export class ApiClient extends Client {
  /** Waits until an import has ended, in any final state. */
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

  /** Orders an export and downloads its file by the presigned URL. */
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
    const file = await fetch(await this.downloadUrl(id));
    expect(file.status).toBe(200);
    const bytes = Buffer.from(await file.arrayBuffer());
    return { record, bytes, disposition: file.headers.get('content-disposition') ?? '' };
  }
}
