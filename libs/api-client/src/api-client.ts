import { setTimeout as sleep } from 'node:timers/promises';
import {
  isFinished,
  type Campaign,
  type CampaignCreate,
  type CampaignMember,
  type ConditionsInput,
  type Contact,
  type Export,
  type ExportRequest,
  type Import,
  type ImportOptions,
  type Page,
  type Problem,
  type Replay,
  type ReplayRequest,
} from '#contracts';

/** The HTTP API as any client would use it. */
export class ApiClient {
  private readonly pollMs: number;
  private readonly patienceMs: number;

  constructor(
    private readonly url: string,
    private readonly key: string,
    { pollMs = 200, patienceMs = 10 * 60_000 } = {},
  ) {
    this.pollMs = pollMs;
    this.patienceMs = patienceMs;
  }

  /** Uploads a file, by default to be applied as soon as it was checked. The fields come before the file, as the API asks. */
  uploadImport(
    accountId: string,
    fileName: string,
    content: Blob,
    options: Partial<ImportOptions> = {},
  ): Promise<Import> {
    const form = new FormData();
    form.set('accountId', accountId);
    for (const [name, value] of Object.entries(options)) form.set(name, value);
    form.set('file', content, fileName);
    return this.request<Import>('POST', '/v1/imports', form);
  }

  /** Waits until the import ends. `onProgress` hears every state on the way. */
  followImport(id: string, onProgress: (state: Import) => void): Promise<Import> {
    return this.follow<Import>(`/v1/imports/${id}`, ({ status }) => isFinished(status), { onProgress });
  }

  /** All contacts that match, page after page, and the count the list itself gives. */
  async listContacts(query: URLSearchParams): Promise<{ contacts: Contact[]; count: Page<Contact>['count'] }> {
    const limited = new URLSearchParams(query);
    limited.set('limit', '200');
    const { items, count } = await this.list<Contact>('/v1/contacts', limited);
    return { contacts: items, count };
  }

  createExport(request: { filter: Partial<ExportRequest['filter']>; format: 'csv' }): Promise<Export> {
    return this.request<Export>('POST', '/v1/exports', request);
  }

  followExport(id: string): Promise<Export> {
    return this.follow<Export>(`/v1/exports/${id}`, ({ status }) => status === 'completed' || status === 'failed');
  }

  /** The presigned URL of an export's file, minted now. It needs no key. */
  async downloadUrl(id: string): Promise<string> {
    const response = await fetch(`${this.url}/v1/exports/${id}/download`, {
      headers: this.headers(),
      redirect: 'manual',
    });
    const location = response.headers.get('location');
    if (response.status !== 302 || !location)
      throw new Error(`the download answered ${response.status}, not a redirect`);
    return location;
  }

  createCampaign(request: Omit<CampaignCreate, 'segment'> & { segment: ConditionsInput }): Promise<Campaign> {
    return this.request<Campaign>('POST', '/v1/campaigns', request);
  }

  /**
   * Waits until campaigns has heard of all contacts, has the audience frozen and waits until it is, or until the campaign
   * is a draft again, with an error.
   */
  async freezeCampaign(id: string): Promise<Campaign> {
    await this.follow<Campaign>(`/v1/campaigns/${id}`, ({ reach }) => reach?.behind.eventsWaiting === 0);
    await this.request<Campaign>('POST', `/v1/campaigns/${id}/schedule`, {});
    return this.follow<Campaign>(`/v1/campaigns/${id}`, ({ state }) => state !== 'scheduled');
  }

  /** The phones of a frozen audience. */
  async campaignMembers(id: string): Promise<string[]> {
    const { items } = await this.list<CampaignMember>(`/v1/campaigns/${id}/members`, new URLSearchParams());
    return items.map(({ phone }) => phone);
  }

  endCampaign(id: string): Promise<Campaign> {
    return this.request<Campaign>('POST', `/v1/campaigns/${id}/done`, {});
  }

  orderReplay(request: ReplayRequest): Promise<Replay> {
    return this.request<Replay>('POST', '/v1/replays', request);
  }

  /** Waits until the replay ends, however long the subscriber takes. */
  followReplay(id: string, onProgress: (state: Replay) => void): Promise<Replay> {
    return this.follow<Replay>(`/v1/replays/${id}`, ({ finishedAt }) => finishedAt !== null, {
      onProgress,
      patienceMs: Infinity,
    });
  }

  /** All items of a list, page after page, and the count that it gives. */
  private async list<T>(path: string, query: URLSearchParams): Promise<Pick<Page<T>, 'items' | 'count'>> {
    const items: T[] = [];
    const pageQuery = new URLSearchParams(query);
    for (;;) {
      const page = await this.request<Page<T>>('GET', `${path}?${pageQuery.toString()}`);
      items.push(...page.items);
      if (page.next === null) return { items, count: page.count };
      pageQuery.set('after', page.next);
    }
  }

  private async follow<T>(
    path: string,
    isDone: (state: T) => boolean,
    { onProgress, patienceMs = this.patienceMs }: { onProgress?: (state: T) => void; patienceMs?: number } = {},
  ): Promise<T> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const state = await this.request<T>('GET', path);
      onProgress?.(state);
      if (isDone(state)) return state;
      if (Date.now() > deadline) throw new Error(`${path} did not end in ${patienceMs / 60_000} minutes`);
      await sleep(this.pollMs);
    }
  }

  private async request<T>(method: string, path: string, body?: FormData | object): Promise<T> {
    const isForm = body instanceof FormData;
    const response = await fetch(this.url + path, {
      method,
      headers: { ...this.headers(), ...(body && !isForm ? { 'content-type': 'application/json' } : {}) },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text) as T;
    throw new Error(`${method} ${path.split('?')[0]} answered ${response.status}: ${sentenceOf(text)}`);
  }

  private headers(): Record<string, string> {
    return { authorization: `Bearer ${this.key}` };
  }
}

function sentenceOf(body: string): string {
  try {
    const { code, detail } = JSON.parse(body) as Problem;
    return `${code}, ${detail}`;
  } catch {
    return body.slice(0, 200);
  }
}
