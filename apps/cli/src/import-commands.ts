import { Option, type Command } from 'commander';
import { DELIMITER_NAMES, importRowKindSchema, MAX_HEADER_ROW, TEXT_ENCODINGS, type ImportStart } from '#contracts';
import { parseWhole } from '#terminal';
import { apiCommand, run } from './command.js';
import { gathered, gatheredNumbers } from './gathered.js';
import { importFile, startImport, type ImportFlags } from './import-file.js';
import { mend, type MendChoice } from './mend.js';
import { reach, type ConnectFlags } from './connect.js';

type StartFlags = ConnectFlags & ImportStart & { watch?: boolean };

/** Adds `contacts import`, `contacts mend` and `contacts start`. */
export function addImportCommands(program: Command): void {
  apiCommand(program, 'import <file>', 'Imports a file of contacts: CSV, XLSX or XLS.')
    .option('--account <id>', 'the WhatsApp number it goes into; may be left out when the product runs here with one')
    .option('--watch', 'follow the import to its end')
    .option('--check-only', 'change nothing yet: the checked file waits for `contacts start`')
    .addOption(new Option('--blank-cells <mode>', 'what a blank cell does').choices(['keep', 'clear']))
    .addOption(
      new Option('--blank-columns <mode>', 'what a column blank throughout does').choices(['ask', 'clear', 'keep']),
    )
    .addOption(
      new Option('--tags-mode <mode>', "what the tags of a row do to the contact's").choices(['replace', 'add']),
    )
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
    .action((file: string, flags: ImportFlags) => run((report) => importFile(file, flags, report)));
  apiCommand(
    program,
    'mend <import>',
    'Lists the rows of an import that waits which may have to be mended, with the reasons; or mends some, and checks the file again.',
  )
    .addOption(new Option('--kind <kind>', 'list only these rows').choices(importRowKindSchema.options))
    .option('--cell <row:column=text>', 'what a cell becomes', gathered, [])
    .option('--same <column:from=to>', 'what every cell of a column becomes that says exactly a text', gathered, [])
    .option('--drop-surplus <row>', 'remove the cells of a row beyond the header', gatheredNumbers, [])
    .option('--leave-out <row>', 'leave a row out', gatheredNumbers, [])
    .option('--leave-out-all <code>', 'leave out all rows that are rejected with this code', gathered, [])
    .option('--file <file>', 'mends as JSON, in the form of `PATCH /v1/imports/{id}/mends`; null takes one back')
    .action((id: string, flags: ConnectFlags & MendChoice) =>
      run((report) => mend(reach(flags).api, id, flags, report)),
    );
  apiCommand(program, 'start <import>', 'Starts an import that waits for a confirmation.')
    .addOption(new Option('--blank-columns <mode>', 'what a column blank throughout does').choices(['clear', 'keep']))
    .option('--watch', 'follow the import to its end')
    .action((id: string, flags: StartFlags) => run((report) => startImport(reach(flags).api, id, flags, report)));
}
