import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fold } from '#contact-rules';
import type { ApiClient } from '#api-client';
import type { Export, Segment } from '#contracts';
import { followWithBar, UserError, type Report } from '#terminal';
import { connect, reach, type ConnectFlags } from './connect.js';

export type ExportFlags = ConnectFlags & { segment?: string };

/** Lists the saved segments, with how many contacts matched and when that was counted. */
export async function listSegments(api: ApiClient, report: Report): Promise<number> {
  const { items } = await api.all<Segment>('/v1/segments');
  for (const { name, accountId, count, usedBy } of items) {
    const counted = count ? `${count.value}${count.exact ? '' : '+'} contacts at ${count.at}` : 'not counted';
    const users = usedBy.length > 0 ? [`used by ${usedBy.map((use) => use.name).join(', ')}`] : [];
    report.say([name, accountId ?? 'all accounts', counted, ...users].join('  ·  '));
  }
  if (items.length === 0) report.say('There is no saved segment.');
  return 0;
}

/** The saved segment with this name, without regard to case, or with this id. */
async function findSegment(api: ApiClient, wanted: string): Promise<Segment> {
  const { items } = await api.all<Segment>('/v1/segments');
  const found = items.find(({ id }) => id === wanted) ?? items.find(({ name }) => fold(name) === fold(wanted.trim()));
  if (found) return found;
  const names = items.map(({ name }) => `“${name}”`).join(', ') || 'none';
  throw new UserError(`There is no segment “${wanted}”. There are: ${names}.`);
}

/**
 * Downloads the contacts of an account, or those of them that a segment matches, into a file. Its name decides the
 * format, CSV or XLSX.
 */
export async function exportFile(file: string, flags: ExportFlags, report: Report): Promise<number> {
  const { api } = reach(flags);
  const segment = flags.segment === undefined ? null : await findSegment(api, flags.segment);
  const { account } = connect({ ...flags, account: flags.account ?? segment?.accountId ?? undefined });
  return exportContacts(api, file, { accountId: account, segmentId: segment?.id }, report);
}

async function exportContacts(
  api: ApiClient,
  file: string,
  { accountId, segmentId }: { accountId: string; segmentId?: string },
  report: Report,
): Promise<number> {
  const format = path.extname(file).toLowerCase() === '.xlsx' ? 'xlsx' : 'csv';
  const { id } = await api
    .post<Export>('/v1/exports', { filter: { accountId }, segmentId, format })
    .catch((cause: unknown) => {
      throw new UserError(`The contacts were not exported: ${(cause as Error).message}`, { cause });
    });
  const done = await followWithBar(
    {
      label: 'Exporting',
      unit: 'contacts',
      follow: (onProgress) =>
        api.follow<Export>(`/v1/exports/${id}`, ({ finishedAt }) => finishedAt !== null, onProgress),
      read: ({ status, rows, expectedRows, rowsPerSecond }: Export) => ({
        stage: status,
        done: rows,
        total: expectedRows,
        perSecond: rowsPerSecond,
        secondsLeft: expectedRows === null || !rowsPerSecond ? null : (expectedRows - rows) / rowsPerSecond,
      }),
    },
    report,
  );
  if (done.status !== 'completed') {
    report.say(`${done.status}: ${done.error?.message ?? ''}`);
    return 3;
  }
  const { body, ok, status } = await fetch(await api.downloadUrl(id));
  if (!ok || !body) throw new UserError(`The file could not be fetched: the object store answered ${status}.`);
  await pipeline(Readable.fromWeb(body), createWriteStream(file));
  report.say(`completed: ${done.rows} contacts in ${file}`);
  return 0;
}
