/**
 * `npx contacts import FILE --account A --watch`: a small command line on the HTTP API.
 *
 * Exit status: 0 completed, or uploaded without `--watch`; 1 it could not be done; 2 completed, but some rows were not
 * imported; 3 the import was rejected, cancelled or failed.
 */
import { Command, Option } from 'commander';
import { existsSync, openAsBlob, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Import, ImportOptions } from '#contracts';
import { ApiClient } from './demo/api-client.js';
import { followWithBar } from './demo/import-bar.js';
import { consoleReport, type Report } from './progress.js';
import { ROOT } from './service-process.js';
import { explain, UserError } from './user-error.js';

const DEV_FILE = path.join(ROOT, '.local', 'dev.json');

interface Flags extends Partial<Omit<ImportOptions, 'start'>> {
  account?: string;
  url?: string;
  key?: string;
  watch?: boolean;
}

const program = new Command('contacts').description('Contacts from the command line.');
program
  .command('import')
  .description('Imports a file of contacts: CSV, XLSX or XLS.')
  .argument('<file>')
  .option('--account <id>', 'the WhatsApp number it goes into; may be left out when the product runs here with one')
  .option('--watch', 'follow the import to its end')
  .addOption(new Option('--blank-cells <mode>', 'what a blank cell does').choices(['keep', 'clear']))
  .addOption(new Option('--blank-columns <mode>', 'what a column blank throughout does').choices(['clear', 'keep']))
  .addOption(new Option('--tags-mode <mode>', "what the tags of a row do to the contact's").choices(['replace', 'add']))
  .addOption(new Option('--url <url>', 'the address of the API').env('CONTACTS_URL'))
  .addOption(new Option('--key <key>', 'an API key; better given in the environment').env('CONTACTS_API_KEY'))
  .action(async (file: string, flags: Flags) => {
    const report = consoleReport();
    try {
      process.exitCode = await importFile(file, flags, report);
    } catch (error) {
      report.say(explain(error));
      process.exitCode = 1;
    }
  });
await program.parseAsync();

async function importFile(file: string, flags: Flags, report: Report): Promise<number> {
  if (!existsSync(file)) throw new UserError(`There is no file ${file}.`);
  const { account, url, key } = { ...whereItRuns(), ...definedOf(flags) };
  if (!url || !key) throw new UserError('Say where the API is: CONTACTS_URL and CONTACTS_API_KEY, or --url and --key.');
  if (!account) throw new UserError('Say which WhatsApp number the file is for: --account, an id of GET /v1/accounts.');
  const api = new ApiClient(url.replace(/\/$/, ''), key);
  const { blankCells, blankColumns, tagsMode } = flags;
  const { id } = await api
    .uploadImport(
      account,
      path.basename(file),
      await openAsBlob(file),
      definedOf({ blankCells, blankColumns, tagsMode }),
    )
    .catch((cause: unknown) => {
      throw new UserError(`The file was not uploaded: ${reasonOf(cause)}`, { cause });
    });
  report.say(`Import ${id}`);
  if (!flags.watch) return 0;
  return conclude(await followWithBar(api, id, report), report);
}

function conclude({ status, rows, counts, error, warnings }: Import, report: Report): number {
  const figures = Object.entries(counts).filter(([, count]) => count > 0);
  report.say(
    `${status}: ${rows ?? 0} rows, ${figures.map(([name, count]) => `${count} ${name}`).join(', ') || 'nothing done'}`,
  );
  for (const { message } of warnings) report.say(message);
  if (error) report.say(error.message);
  if (status === 'completed') return 0;
  return status === 'completed_with_errors' ? 2 : 3;
}

/** The product that runs in this checkout, if one does. */
function whereItRuns(): { url?: string; key?: string; account?: string } {
  if (!existsSync(DEV_FILE)) return {};
  const { url, apiKey, accounts } = JSON.parse(readFileSync(DEV_FILE, 'utf8')) as {
    url: string;
    apiKey: string;
    accounts: { id: string }[];
  };
  return { url, key: apiKey, ...(accounts.length === 1 && { account: accounts[0]!.id }) };
}

function definedOf<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** A network failure of fetch keeps its reason in the cause. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
