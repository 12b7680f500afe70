import Papa from 'papaparse';
import xlsx from '@e965/xlsx';
import type { Export, ExportFormat, OrderStatus, Page, Replay, TagChange } from '#contracts';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ExportAsked, ReplayAsked, TagChangeAsked } from '../operations.js';
import type { Random } from '../random.js';
import type { Context } from './context.js';
import { randomClub, randomTag } from './people.js';

const AGAIN_MS = 1_000;

export function isOver({ status }: { status: OrderStatus }): boolean {
  return status === 'completed' || status === 'cancelled' || status === 'failed';
}

/** Adds a tag that nothing else has to the contacts with another, or removes one that only a file has. */
export async function orderTagChange(context: Context, random: Random): Promise<TagChangeAsked> {
  const change = context.ownTags.length > 0 && random.chance(0.3) ? 'remove' : 'add';
  const { accountId, tag } =
    change === 'remove'
      ? context.ownTags.splice(random.int(0, context.ownTags.length - 1), 1)[0]!
      : { accountId: context.randomTaggedAccount(random), tag: `change ${context.nextNumber()}` };
  const having = change === 'remove' ? randomTag(random) : randomClub(random);
  const begun = Date.now();
  const { value } = await context.calls.ask<TagChange>({
    method: 'POST',
    path: '/v1/tag-changes',
    body: { filter: { accountId, tag: [having] }, [change]: [tag] },
    lookUp: async () => (await tagChangesWith(context, accountId, tag)).at(-1) ?? null,
  });
  const asked: TagChangeAsked = {
    kind: 'tag-change',
    accountId,
    begun,
    ended: Infinity,
    tag,
    change,
    having,
    cancelled: false,
    records: [value],
  };
  context.operations.push(asked);
  return asked;
}

export async function followTagChange(context: Context, asked: TagChangeAsked): Promise<void> {
  const records: TagChange[] = [];
  for (const { id } of asked.records) records.push(await context.follow<TagChange>(`/v1/tag-changes/${id}`, isOver));
  asked.records = records;
  asked.ended = Date.now();
}

/** Finds also what came of requests that got no answer and were carried out late. */
export async function findTagChanges(context: Context, asked: TagChangeAsked): Promise<void> {
  const found = await tagChangesWith(context, asked.accountId, asked.tag);
  if (found.length === asked.records.length) return;
  asked.records = found;
  await followTagChange(context, asked);
}

async function tagChangesWith(context: Context, accountId: string, tag: string): Promise<TagChange[]> {
  const all = await listAll<TagChange>(context, `/v1/tag-changes?accountId=${accountId}`);
  return all.filter(({ add, remove }) => [...add, ...remove].includes(tag));
}

/** Tells the campaigns service of all contacts again. @returns null if that is being done already */
export async function orderReplay(context: Context, random: Random): Promise<ReplayAsked | null> {
  const accountId = context.randomAccount(random);
  const begun = Date.now();
  const { refused, value, mayBeRepeated } = await context.calls.ask<Replay>({
    method: 'POST',
    path: '/v1/replays',
    body: { accountId, to: 'campaigns' },
    mayBe: ['replay_under_way'],
  });
  if (refused && !mayBeRepeated) return null;
  const record = refused ? await openReplay(context, accountId) : value;
  if (!record || context.operations.some((other) => other.kind === 'replay' && other.id === record.id)) return null;
  const asked: ReplayAsked = {
    kind: 'replay',
    accountId,
    begun,
    ended: Infinity,
    id: record.id,
    cancelled: false,
    record: null,
  };
  context.operations.push(asked);
  return asked;
}

async function openReplay(context: Context, accountId: string): Promise<Replay | undefined> {
  const { items } = await context.calls.get<Page<Replay>>(`/v1/replays?accountId=${accountId}`);
  return items.find((replay) => replay.to === 'campaigns' && !isOver(replay));
}

export async function followReplay(context: Context, asked: ReplayAsked): Promise<void> {
  asked.record = await context.follow<Replay>(`/v1/replays/${asked.id}`, isOver);
  asked.ended = Date.now();
}

/** Orders a download of the contacts with a tag, or of all, and fetches it. */
export async function download(
  context: Context,
  accountId: string,
  { tag, format }: { tag?: string; format: ExportFormat },
): Promise<ExportAsked> {
  const begun = Date.now();
  const { value } = await context.calls.ask<Export>({
    method: 'POST',
    path: '/v1/exports',
    body: { filter: { accountId, ...(tag && { tag: [tag] }) }, format },
  });
  const { id } = value;
  const asked: ExportAsked = { kind: 'export', accountId, begun, ended: Infinity, id, record: null, fileRows: null };
  context.operations.push(asked);
  const record = await context.follow<Export>(`/v1/exports/${id}`, isOver);
  asked.record = record;
  asked.ended = Date.now();
  if (record.status === 'completed') asked.fileRows = rowsIn(await fetchFile(context, record), format);
  return asked;
}

/** Asks for a new URL whenever the object store does not answer, or not with the whole file. */
async function fetchFile(context: Context, { id, fileSize, sha256 }: Export): Promise<Buffer> {
  for (;;) {
    const { headers } = await context.calls.ask<null>({ path: `/v1/exports/${id}/download` });
    try {
      const response = await fetch(headers.get('location')!, { signal: AbortSignal.timeout(60_000) });
      const bytes = Buffer.from(await response.arrayBuffer());
      if (response.status === 404) context.calls.breach('a completed export has no file', id);
      if (response.status === 200 && bytes.length === fileSize) {
        if (createHash('sha256').update(bytes).digest('hex') !== sha256)
          context.calls.breach('a download has another hash than its record says', id);
        return bytes;
      }
    } catch {
      // The connection was cut.
    }
    await sleep(AGAIN_MS);
  }
}

function rowsIn(bytes: Buffer, format: ExportFormat): number {
  if (format === 'csv') return Papa.parse(bytes.toString('utf8'), { skipEmptyLines: true }).data.length - 1;
  const { Sheets, SheetNames } = xlsx.read(bytes);
  return xlsx.utils.sheet_to_json(Sheets[SheetNames[0]!]!, { header: 1 }).length - 1;
}

/** All items of a list, however many pages it has. */
export async function listAll<T>(context: Context, path: string): Promise<T[]> {
  const items: T[] = [];
  let next: string | null = null;
  do {
    const page: Page<T> = await context.calls.get<Page<T>>(`${path}&limit=200${next ? `&after=${next}` : ''}`);
    items.push(...page.items);
    next = page.next;
  } while (next !== null);
  return items;
}
