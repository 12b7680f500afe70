import path from 'node:path';
import { findInPath, run } from '../../tools/local-services/command.js';
import { ROOT } from '../../tools/product/service-process.js';
import type { Supervisor } from '../../tools/local-services/supervisor.js';

/** MongoDB's own command-line tools. */
export interface MongoTools {
  mongoimport: string;
  mongoexport: string;
}

/** The folders with the programs beside us: `folder`; without it, PATH and `../shared/bin` next to the repository. */
export function toolsPath(folder: string | undefined, environment = process.env): string {
  return folder ?? [environment.PATH, path.join(ROOT, '..', 'shared', 'bin')].join(path.delimiter);
}

/** Looks in the folders of {@link toolsPath}. */
export function findMongoTools(folder: string | undefined): MongoTools | { missing: string } {
  const PATH = toolsPath(folder);
  const mongoimport = findInPath(['mongoimport'], { PATH });
  const mongoexport = findInPath(['mongoexport'], { PATH });
  if (mongoimport && mongoexport) return { mongoimport, mongoexport };
  return { missing: 'mongoimport and mongoexport are not in PATH; --tools FOLDER says where they are' };
}

/** Upserts a file with one document per line, with the tool's default settings. */
export async function mongoimport(
  { mongoimport: program }: MongoTools,
  supervisor: Supervisor,
  { uri, collection, file }: { uri: string; collection: string; file: string },
): Promise<void> {
  await run(supervisor, program, [
    '--quiet',
    '--uri',
    uri,
    '--collection',
    collection,
    '--mode=upsert',
    '--file',
    file,
  ]);
}

/** Writes these fields of the account's contacts as CSV. */
export async function mongoexport(
  { mongoexport: program }: MongoTools,
  supervisor: Supervisor,
  { uri, accountId, fields, file }: { uri: string; accountId: string; fields: readonly string[]; file: string },
): Promise<void> {
  const query = JSON.stringify({ accountId });
  const args = ['--quiet', '--uri', uri, '--collection', 'contacts', '--type=csv', `--fields=${fields.join(',')}`];
  await run(supervisor, program, [...args, '--query', query, '--out', file]);
}
