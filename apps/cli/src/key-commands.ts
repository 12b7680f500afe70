import { Option, type Command } from 'commander';
import { KEY_DAYS, KEY_SCOPES, roleSchema } from '#contracts';
import { parseWhole } from '#terminal';
import { apiCommand, run } from './command.js';
import { reach, type ConnectFlags } from './connect.js';
import { createKey, listKeys, revokeKey, rotateKey, type KeyChoice } from './keys.js';

/** Adds the command `keys`, with one for each thing that administrators do to API keys. */
export function addKeyCommands(program: Command): void {
  const keys = program.command('keys').description('Lists, creates, rotates and revokes API keys; for administrators.');
  apiCommand(keys, 'list', 'Lists the keys that are not revoked.').action((flags: ConnectFlags) =>
    run((report) => listKeys(reach(flags).api, report)),
  );
  apiCommand(keys, 'create <name>', 'Creates a key and prints its secret, once.')
    .addOption(new Option('--role <role>', 'what it may do at most').choices(roleSchema.options).makeOptionMandatory())
    .addOption(new Option('--scope <scope...>', 'what it is for; else all that the role may do').choices(KEY_SCOPES))
    .option('--account <id...>', 'the WhatsApp numbers that it may see; else all')
    .option('--days <number>', `after how many days it expires, or never; else ${KEY_DAYS}`, (text) =>
      text === 'never' ? text : parseWhole(text, 1, 3650),
    )
    .action((name: string, { url, key, ...choice }: Omit<ConnectFlags, 'account'> & KeyChoice) =>
      run((report) => createKey(reach({ url, key }).api, name, choice, report)),
    );
  apiCommand(keys, 'rotate <id>', 'Gives a key another secret and prints it, once. The old one works a while longer.')
    .option('--overlap-hours <number>', 'how long the old secret works; else 24', (text) => parseWhole(text, 0, 720))
    .action((id: string, flags: ConnectFlags & { overlapHours?: number }) =>
      run((report) => rotateKey(reach(flags).api, id, flags, report)),
    );
  apiCommand(keys, 'revoke <id>', 'Revokes a key, for good.').action((id: string, flags: ConnectFlags) =>
    run((report) => revokeKey(reach(flags).api, id, report)),
  );
}
