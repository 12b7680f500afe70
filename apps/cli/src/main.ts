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
import { apiCommand, run } from './command.js';
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

type OptOutFlags = Flags & OptOutChoice;
type ReplayFlags = Flags & Pick<ReplayRequest, 'to'>;

/** Of the option `--account`, where a contact is meant. */
const KNOWING = 'a WhatsApp number that knows the contact; may be left out when the product runs here with one';

const program = new Command('contacts').description('Contacts from the command line.');
addImportCommands(program);
apiCommand(program, 'opt-out <phone>', 'Marks a contact as "do not contact", so that no campaign reaches it.')
  .option('--account <id>', KNOWING)
  .option('--all', 'for all WhatsApp numbers of the organisation, not only for this one')
  .option('--reason <text>', 'why')
  .action((phone: string, flags: OptOutFlags) => run((report) => optOut(connect(flags), phone, flags, report)));
apiCommand(program, 'opt-in <phone>', 'Takes the mark "do not contact" off, which is for administrators.')
  .option('--account <id>', KNOWING)
  .action((phone: string, flags: Flags) => run((report) => optIn(connect(flags), phone, report)));
apiCommand(program, 'history <phone>', 'Shows how a contact changed and who changed it, the newest change first.')
  .option('--account <id>', KNOWING)
  .action((phone: string, flags: Flags) => run((report) => printHistory(connect(flags), phone, report)));
addPersonCommands(program);
apiCommand(
  program,
  'undo <id>',
  'Says what the undo of an import, tag change or undo would do to contacts, and does it with --yes.',
)
  .addOption(new Option('--of <kind>', 'what the id is of').choices(['import', 'tag-change', 'undo']).default('import'))
  .option('--yes', 'do it')
  .action((id: string, flags: Flags & UndoChoice) => run((report) => undo(reach(flags).api, id, flags, report)));
apiCommand(
  program,
  'replay',
  'Tells a subscriber of every contact of an account again: one that is new, or has lost its view.',
)
  .option('--account <id>', 'the WhatsApp number; may be left out when the product runs here with one')
  .addOption(
    new Option('--to <subscriber>', 'who is told').choices(replayRequestSchema.shape.to.options).makeOptionMandatory(),
  )
  .option('--no-watch', 'do not follow it to its end')
  .action((flags: ReplayFlags) => run((report) => replay(connect(flags), flags, report)));
apiCommand(
  program,
  'export <file>',
  'Downloads the contacts of an account, or of a saved segment, as CSV or, by the name of the file, XLSX.',
)
  .option(
    '--account <id>',
    'the WhatsApp number; may be left out when the segment or the product that runs here has one',
  )
  .option('--segment <name>', 'only contacts that match this saved segment: its name or id')
  .action((file: string, flags: ExportFlags) => run((report) => exportFile(file, flags, report)));
apiCommand(
  program,
  'segments',
  'Lists the saved segments, with how many contacts matched and when that was counted.',
).action((flags: Flags) => run((report) => listSegments(reach(flags).api, report)));
addAuditCommand(program);
addOrganisationCommands(program);
addKeyCommands(program);
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
