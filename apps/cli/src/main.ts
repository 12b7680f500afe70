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
 * some rows were not imported, the doctor found something to change, or the audit log was changed; 3 the import was
 * rejected or waits for a confirmation, or the import, replay or export was cancelled or failed.
 */
import { Command, Option } from 'commander';
import { replayRequestSchema, type ReplayRequest } from '#contracts';
import { addAuditCommand } from './audit.js';
import { gathered } from './gathered.js';
import { addKeyCommands } from './key-commands.js';
import { replay } from './replay.js';
import { printHistory } from './history.js';
import { addPersonCommands } from './person.js';
import { undo, type UndoChoice } from './undo.js';
import { addImportCommands } from './import-commands.js';
import { connect, reach, type ConnectFlags as Flags } from './connect.js';
import { exportFile, listSegments, type ExportFlags } from './segments.js';
import { addOrganisationCommands } from './organisations.js';
import { optIn, optOut, type OptOutChoice } from './opt-out.js';
import { consoleReport, explain, type Report } from '#terminal';

type OptOutFlags = Flags & OptOutChoice;
type ReplayFlags = Flags & Pick<ReplayRequest, 'to'>;

const urlOption = new Option('--url <url>', 'the address of the API').env('CONTACTS_URL');
const keyOption = new Option('--key <key>', 'an API key; better given in the environment').env('CONTACTS_API_KEY');

const program = new Command('contacts').description('Contacts from the command line.');
addImportCommands(program, [urlOption, keyOption], run);
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
addOrganisationCommands(program, [urlOption, keyOption], run);
addKeyCommands(program, [urlOption, keyOption], run);
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
