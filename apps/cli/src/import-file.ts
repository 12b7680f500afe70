import { existsSync } from 'node:fs';
import type { ApiClient } from '#api-client';
import type { Import, ImportOptions, ImportStart } from '#contracts';
import { followImport, UserError, type Report } from '#terminal';
import { connect, reasonOf, type ConnectFlags } from './connect.js';
import { mappingText, readMapping } from './read-mapping.js';
import { uploadFile } from './upload-file.js';

export type ImportFlags = ConnectFlags &
  Partial<Omit<ImportOptions, 'start' | 'mapping'>> & { map: string[]; checkOnly?: boolean; watch?: boolean };

/** Uploads a file, and follows its import if that was asked for. @returns the exit status */
export async function importFile(file: string, flags: ImportFlags, report: Report): Promise<number> {
  if (!existsSync(file)) throw new UserError(`There is no file ${file}.`);
  const mapping = flags.map.length > 0 && { mapping: readMapping(flags.map) };
  const { api, account } = connect(flags);
  const { account: _, url, key, watch, map, checkOnly, ...stated } = flags;
  const options = { ...stated, ...mapping, ...(checkOnly && { start: 'confirm' as const }) };
  const id = await uploadFile({ api, account }, file, options, report).catch((cause: unknown) => {
    throw new UserError(`The file was not uploaded: ${reasonOf(cause)}`, { cause });
  });
  report.say(`Import ${id}`);
  return watch ? follow(api, id, report) : 0;
}

/** Starts an import that waits for a confirmation. @returns the exit status */
export async function startImport(
  api: ApiClient,
  id: string,
  { blankColumns, watch }: ImportStart & { watch?: boolean },
  report: Report,
): Promise<number> {
  await api.post(`/v1/imports/${id}/start`, { blankColumns }).catch((cause: unknown) => {
    throw new UserError(`The import was not started: ${reasonOf(cause)}`, { cause });
  });
  return watch ? follow(api, id, report) : 0;
}

async function follow(api: ApiClient, id: string, report: Report): Promise<number> {
  const done = await followImport((onProgress) => api.followImport(id, onProgress), report);
  sayImport(done, report);
  if (done.status === 'completed') return 0;
  return done.status === 'completed_with_errors' ? 2 : 3;
}

/** Says what an import did, or waits for. */
export function sayImport({ status, rows, counts, error, warnings, columns }: Import, report: Report): void {
  const figures = Object.entries(counts).filter(([, count]) => count > 0);
  report.say(
    `${status}: ${rows ?? 0} rows, ${figures.map(([name, count]) => `${count} ${name}`).join(', ') || 'nothing done'}`,
  );
  for (const { message } of warnings) report.say(message);
  if (warnings.some(({ code }) => code === 'confirm_mapping'))
    report.say(`The columns are read as ${mappingText(columns)}; --map says what they become.`);
  if (error) report.say(error.message);
}
