import type { ApiClient } from '#api-client';
import type { Erasure, PersonalData } from '#contracts';
import { UserError, type Report } from '#terminal';
import type { Command } from 'commander';
import { apiCommand, run } from './command.js';
import { reach, type ConnectFlags } from './connect.js';

/** Adds `contacts person` and `contacts erase`. */
export function addPersonCommands(program: Command): void {
  apiCommand(
    program,
    'person <phone>',
    'Prints all that is known of a phone number in all accounts, as JSON; for administrators.',
  ).action((phone: string, flags: ConnectFlags) => run((report) => printPerson(reach(flags).api, phone, report)));
  apiCommand(
    program,
    'erase <phone>',
    'Erases what is known of a phone number, and says what may still have it; for administrators.',
  )
    .option('--yes', 'do it; it cannot be undone')
    .action((phone: string, flags: ConnectFlags & { yes?: boolean }) =>
      run((report) => erasePerson(reach(flags).api, phone, flags.yes ?? false, report)),
    );
}

/** Prints all that is known of a phone number as JSON. @returns the exit status */
async function printPerson(api: ApiClient, phone: string, report: Report): Promise<number> {
  const data = await api.get<PersonalData>(`${pathOf(phone)}/data`).catch(refused('read'));
  report.say(JSON.stringify(data, null, 2));
  return 0;
}

/** Erases what is known of a phone number, and says what may still have it and until when. @returns the exit status */
async function erasePerson(api: ApiClient, phone: string, yes: boolean, report: Report): Promise<number> {
  if (!yes) throw new UserError('Nothing was erased: this cannot be undone, so it asks for --yes.');
  const { accountIds, copies, copiesComplete } = await api
    .post<Erasure>(`${pathOf(phone)}/erasure`)
    .catch(refused('erased'));
  report.say(`Erased in ${accountIds.length} accounts. The number stays, marked "do not contact".`);
  for (const { kind, id, until } of copies)
    report.say(
      `The ${kind.replace('_', ' ')} ${id} may have it ${until ? `until ${until}` : 'until it ends or is removed'}`,
    );
  if (!copiesComplete) report.say('There are more than these.');
  return 0;
}

const pathOf = (phone: string) => `/v1/contacts/${encodeURIComponent(phone)}`;

const refused = (done: string) => (cause: unknown) => {
  throw new UserError(`It was not ${done}: ${(cause as Error).message}`, { cause });
};
