/**
 * A small command line for the HTTP API:
 *
 *     npx contacts import FILE --account A --watch
 *     npx contacts mend IMPORT --same 'name:=Customer'
 *     npx contacts start IMPORT --watch
 *     npx contacts opt-out PHONE --account A --reason "wrote STOP"
 *     npx contacts history PHONE --account A
 *     npx contacts person PHONE, or erase PHONE --yes
 *     npx contacts undo IMPORT --yes
 *     npx contacts replay --account A --to campaigns
 *     npx contacts export FILE --account A --segment NAME
 *     npx contacts segments
 *     npx contacts audit verify, for operators with --database
 *     npx contacts organisations list
 *
 * and for those who run an installation, in the environment of its services (operator.ts):
 *
 *     npx contacts doctor
 *     npx contacts support-bundle --log FILE
 *     npx contacts backup FOLDER
 *     npx contacts restore FOLDER
 *
 * Exit status: 0 completed, or started without waiting for it; 1 the command could not be carried out; 2 completed, but
 * some rows were not imported, the doctor found something to change, or the audit log was changed; 3 the import was rejected or waits for a
 * confirmation, or the import, replay or export was cancelled or failed.
 */
import { Command, Option } from 'commander';
import {
  DELIMITER_NAMES,
  importRowKindSchema,
  MAX_HEADER_ROW,
  replayRequestSchema,
  TEXT_ENCODINGS,
  type ImportStart,
  type ReplayRequest,
} from '#contracts';
import { addAuditCommand } from './audit.js';
import { keyCommands } from './key-commands.js';
import { replay } from './replay.js';
import { printHistory } from './history.js';
import { addPersonCommands } from './person.js';
import { undo, type UndoChoice } from './undo.js';
import { importFile, startImport, type ImportFlags } from './import-file.js';
import { mend, type MendChoice } from './mend.js';
import { connect, reach, type ConnectFlags as Flags } from './connect.js';
import { exportFile, listSegments, type ExportFlags } from './segments.js';
import { organisationCommands } from './organisations.js';
import { optIn, optOut, type OptOutChoice } from './opt-out.js';
import { consoleReport, explain, parseWhole, type Report } from '#terminal';

type StartFlags = Flags & ImportStart & { watch?: boolean };
type OptOutFlags = Flags & OptOutChoice;
type ReplayFlags = Flags & Pick<ReplayRequest, 'to'>;

const urlOption = new Option('--url <url>', 'the address of the API').env('CONTACTS_URL');
const keyOption = new Option('--key <key>', 'an API key; better given in the environment').env('CONTACTS_API_KEY');

const program = new Command('contacts').description('Contacts from the command line.');
program
  .command('import')
  .description('Imports a file of contacts: CSV, XLSX or XLS.')
  .argument('<file>')
  .option('--account <id>', 'the WhatsApp number it goes into; may be left out when the product runs here with one')
  .option('--watch', 'follow the import to its end')
  .option('--check-only', 'change nothing yet: the checked file waits for `contacts start`')
  .addOption(new Option('--blank-cells <mode>', 'what a blank cell does').choices(['keep', 'clear']))
  .addOption(
    new Option('--blank-columns <mode>', 'what a column blank throughout does').choices(['ask', 'clear', 'keep']),
  )
  .addOption(new Option('--tags-mode <mode>', "what the tags of a row do to the contact's").choices(['replace', 'add']))
  .option(
    '--map <column=kind>',
    'what a column becomes: id, name, givenName, familyName, tags, optOut, value, value:NAME or ignored; once for each column',
    gathered,
    [],
  )
  .option('--default-country <code>', 'the country of numbers without a country code, such as ES')
  .addOption(new Option('--encoding <name>', 'the encoding of a text').choices(TEXT_ENCODINGS))
  .addOption(new Option('--delimiter <name>', 'what is between the cells of a text').choices(DELIMITER_NAMES))
  .option('--sheet <name>', 'the sheet of a workbook; else the first visible one')
  .option('--header-row <number>', 'the row with the names of the columns', (text) =>
    parseWhole(text, 1, MAX_HEADER_ROW),
  )
  .addOption(
    new Option(
      '--opt-out <mode>',
      'whether the file may take the mark "do not contact" off; for administrators',
    ).choices(['keep', 'clear']),
  )
  .addOption(urlOption)
  .addOption(keyOption)
  .action((file: string, flags: ImportFlags) => run((report) => importFile(file, flags, report)));
program
  .command('mend')
  .description(
    'Lists the rows of an import that waits which may have to be mended, with the reasons; or mends some, and checks the file again.',
  )
  .argument('<import>')
  .addOption(new Option('--kind <kind>', 'list only these rows').choices(importRowKindSchema.options))
  .option('--cell <row:column=text>', 'what a cell becomes', gathered, [])
  .option('--same <column:from=to>', 'what every cell of a column becomes that says exactly a text', gathered, [])
  .option('--drop-surplus <row>', 'remove the cells of a row beyond the header', gatheredRows, [])
  .option('--leave-out <row>', 'leave a row out', gatheredRows, [])
  .option('--leave-out-all <code>', 'leave out all rows that are rejected with this code', gathered, [])
  .option('--file <file>', 'mends as JSON, in the form of `PATCH /v1/imports/{id}/mends`; null takes one back')
  .addOption(urlOption)
  .addOption(keyOption)
  .action((id: string, flags: Flags & MendChoice) => run((report) => mend(reach(flags).api, id, flags, report)));
program
  .command('start')
  .description('Starts an import that waits for a confirmation.')
  .argument('<import>')
  .addOption(new Option('--blank-columns <mode>', 'what a column blank throughout does').choices(['clear', 'keep']))
  .option('--watch', 'follow the import to its end')
  .addOption(urlOption)
  .addOption(keyOption)
  .action((id: string, flags: StartFlags) => run((report) => startImport(reach(flags).api, id, flags, report)));
program
  .command('opt-out')
  .description('Marks a contact as "do not contact", so that no campaign reaches it.')
  .argument('<phone>')
  .option(
    '--account <id>',
    'a WhatsApp number that knows the contact; may be left out when the product runs here with one',
  )
  .option('--all', 'for all WhatsApp numbers of the organisation, not only for this one')
  .option('--reason <text>', 'why')
  .addOption(urlOption)
  .addOption(keyOption)
  .action((phone: string, flags: OptOutFlags) => run((report) => optOut(connect(flags), phone, flags, report)));
program
  .command('opt-in')
  .description('Takes the mark "do not contact" off, which is for administrators.')
  .argument('<phone>')
  .option(
    '--account <id>',
    'a WhatsApp number that knows the contact; may be left out when the product runs here with one',
  )
  .addOption(urlOption)
  .addOption(keyOption)
  .action((phone: string, flags: Flags) => run((report) => optIn(connect(flags), phone, report)));
program
  .command('history')
  .description('Shows how a contact changed and who changed it, the newest change first.')
  .argument('<phone>')
  .option(
    '--account <id>',
    'a WhatsApp number that knows the contact; may be left out when the product runs here with one',
  )
  .addOption(urlOption)
  .addOption(keyOption)
  .action((phone: string, flags: Flags) => run((report) => printHistory(connect(flags), phone, report)));
addPersonCommands(program, [urlOption, keyOption], run);
program
  .command('undo')
  .description('Says what the undo of an import, tag change or undo would do to contacts, and does it with --yes.')
  .argument('<id>')
  .addOption(new Option('--of <kind>', 'what the id is of').choices(['import', 'tag-change', 'undo']).default('import'))
  .option('--yes', 'do it')
  .addOption(urlOption)
  .addOption(keyOption)
  .action((id: string, flags: Flags & UndoChoice) => run((report) => undo(reach(flags).api, id, flags, report)));
program
  .command('replay')
  .description('Tells a subscriber of every contact of an account again: one that is new, or has lost its view.')
  .option('--account <id>', 'the WhatsApp number; may be left out when the product runs here with one')
  .addOption(
    new Option('--to <subscriber>', 'who is told').choices(replayRequestSchema.shape.to.options).makeOptionMandatory(),
  )
  .option('--no-watch', 'do not follow it to its end')
  .addOption(urlOption)
  .addOption(keyOption)
  .action((flags: ReplayFlags) => run((report) => replay(connect(flags), flags, report)));
program
  .command('export')
  .description('Downloads the contacts of an account, or of a saved segment, as CSV or, by the name of the file, XLSX.')
  .argument('<file>')
  .option(
    '--account <id>',
    'the WhatsApp number; may be left out when the segment or the product that runs here has one',
  )
  .option('--segment <name>', 'only contacts that match this saved segment: its name or id')
  .addOption(urlOption)
  .addOption(keyOption)
  .action((file: string, flags: ExportFlags) => run((report) => exportFile(file, flags, report)));
program
  .command('segments')
  .description('Lists the saved segments, with how many contacts matched and when that was counted.')
  .addOption(urlOption)
  .addOption(keyOption)
  .action((flags: Flags) => run((report) => listSegments(reach(flags).api, report)));
addAuditCommand(program, [urlOption, keyOption], run);
program.addCommand(organisationCommands(run, [urlOption, keyOption]));
program.addCommand(keyCommands([urlOption, keyOption], run));
program
  .command('doctor')
  .description('Looks at everything that an installation needs, and says for each thing: fine, or what to change.')
  .option('--json', 'as JSON')
  .action((flags: { json?: boolean }) =>
    run(async (report) => (await import('./operator.js')).runDoctor(flags, report)),
  );
program
  .command('support-bundle')
  .description(
    'Writes a zip with what a maintainer needs to know of an installation, without personal data or secrets.',
  )
  .argument('[file]', 'the zip; - is the standard output')
  .option(
    '--log <file>',
    'the log of a service, of which known fields are taken; - is the standard input',
    gathered,
    [],
  )
  .action((file: string | undefined, { log }: { log: string[] }) =>
    run(async (report) => (await import('./operator.js')).gather(file, log, report)),
  );
program
  .command('backup')
  .description('Saves the database and the object store of an installation in a new folder, while it runs.')
  .argument('<folder>')
  .action((folder: string) => run(async (report) => (await import('./operator.js')).saveBackup(folder, report)));
program
  .command('restore')
  .description('Restores a backup into an empty database and an empty bucket.')
  .argument('<folder>')
  .action((folder: string) => run(async (report) => (await import('./operator.js')).restoreBackup(folder, report)));
// In `npx contacts doctor | head`, head ends first. Nobody sees what comes then, so nothing is begun any more.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(1);
});
await program.parseAsync();

async function run(command: (report: Report) => Promise<number>): Promise<void> {
  const report = consoleReport();
  try {
    process.exitCode = await command(report);
  } catch (error) {
    report.say(explain(error));
    process.exitCode = 1;
  }
}

/** An option that may come several times. */
function gathered(value: string, before: string[]): string[] {
  return [...before, value];
}

function gatheredRows(value: string, before: number[]): number[] {
  return [...before, parseWhole(value, 1, Number.MAX_SAFE_INTEGER)];
}
