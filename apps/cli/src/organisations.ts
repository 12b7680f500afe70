import type { Command } from 'commander';
import type { ApiClient } from '#api-client';
import type { NewInvitation, Organisation, OrganisationLimits, OrganisationUsage } from '#contracts';
import { parseWhole, UserError, type Report } from '#terminal';
import { apiCommand, run } from './command.js';
import { reach, type ConnectFlags } from './connect.js';

/** Takes a limit off. */
const NONE = 'none';
type LimitFlags = Record<keyof OrganisationLimits, number | typeof NONE>;

/** The commands for operators, with the key of an administrator of their organisation. */
export function addOrganisationCommands(program: Command): void {
  const group = program
    .command('organisations')
    .description('The organisations of the installation, with a key of an administrator of the one that runs it.');
  const command = (words: string, description: string) => apiCommand(group, words, description);
  command('list', 'Lists all, with their ids, and says which are suspended.').action((flags: ConnectFlags) =>
    run((report) => listOrganisations(reach(flags).api, report)),
  );
  command('create <name>', 'Makes one.')
    .option('--administrator <email>', 'also make the link for its first administrator')
    .action((name: string, flags: ConnectFlags & { administrator?: string }) =>
      run((report) => createOrganisation(reach(flags).api, name, flags, report)),
    );
  command('invite <id> <email>', 'Makes the link for the first administrator of one.').action(
    (id: string, email: string, flags: ConnectFlags) =>
      run((report) => inviteAdministrator(reach(flags).api, id, email, report)),
  );
  command('rename <id> <name>', 'Gives one another name.').action((id: string, name: string, flags: ConnectFlags) =>
    run((report) => sayOne(reach(flags).api.patch<Organisation>(`/v1/organisations/${id}`, { name }), report)),
  );
  // Commander takes null for nothing at all.
  const limit = (value: string): number | typeof NONE =>
    value === NONE ? NONE : parseWhole(value, 1, Number.MAX_SAFE_INTEGER);
  command('limit <id>', 'Changes the limits of one, and says what it uses. "none" takes a limit off.')
    .option('--contacts <number>', 'contacts in all its accounts', limit)
    .option('--open-imports <number>', 'imports that have not ended', limit)
    .option('--requests-per-minute <number>', 'requests of all its people and keys', limit)
    .option('--storage-bytes <number>', 'bytes of uploaded files and exports that are kept', limit)
    .action((id: string, { url, key, ...limits }: ConnectFlags & Partial<LimitFlags>) =>
      run((report) => setLimits(reach({ url, key }).api, id, limits, report)),
    );
  command('suspend <id>', 'Keeps everybody out of one and ends its imports. Nothing is deleted.').action(
    (id: string, flags: ConnectFlags) =>
      run((report) => sayOne(reach(flags).api.post<Organisation>(`/v1/organisations/${id}/suspend`, {}), report)),
  );
  command('resume <id>', 'Lets everybody in again.').action((id: string, flags: ConnectFlags) =>
    run((report) => sayOne(reach(flags).api.post<Organisation>(`/v1/organisations/${id}/resume`, {}), report)),
  );
}

/** Lists all organisations. @returns the exit status */
async function listOrganisations(api: ApiClient, report: Report): Promise<number> {
  const { items } = await api.all<Organisation>('/v1/organisations');
  for (const organisation of items) report.say(lineOf(organisation));
  return 0;
}

/** Makes an organisation, and with an address the link for its first administrator. @returns the exit status */
async function createOrganisation(
  api: ApiClient,
  name: string,
  { administrator }: { administrator?: string },
  report: Report,
): Promise<number> {
  const made = await api.post<Organisation>('/v1/organisations', { name }).catch(refused);
  report.say(lineOf(made));
  return administrator === undefined ? 0 : inviteAdministrator(api, made.id, administrator, report);
}

/** Makes the link for the first administrator of an organisation. @returns the exit status */
async function inviteAdministrator(api: ApiClient, id: string, email: string, report: Report): Promise<number> {
  const { link, expiresAt } = await api
    .post<NewInvitation>(`/v1/organisations/${id}/administrator`, { email })
    .catch(refused);
  report.say(`Pass this link on to ${email}; it works once, until ${expiresAt}:`);
  report.say(link);
  return 0;
}

/** Changes limits, if some are given, and says all of them and what is used. @returns the exit status */
async function setLimits(api: ApiClient, id: string, flags: Partial<LimitFlags>, report: Report): Promise<number> {
  const path = `/v1/organisations/${id}`;
  const limits = Object.fromEntries(Object.entries(flags).map(([which, at]) => [which, at === NONE ? null : at]));
  const usage = await api.get<OrganisationUsage>(`${path}/usage`).catch(refused);
  const changes = Object.keys(limits).length > 0;
  const organisation = changes
    ? await api.patch<Organisation>(path, { limits }).catch(refused)
    : (await api.all<Organisation>('/v1/organisations')).items.find((one) => one.id === id)!;
  report.say(organisation.name);
  for (const which of ['contacts', 'openImports', 'requestsPerMinute', 'storageBytes'] as const)
    report.say(`  ${which}: ${usage[which] ?? 'unknown'} of ${organisation.limits[which] ?? 'no limit of its own'}`);
  return 0;
}

async function sayOne(changing: Promise<Organisation>, report: Report): Promise<number> {
  report.say(lineOf(await changing.catch(refused)));
  return 0;
}

function lineOf({ id, name, members, suspendedAt }: Organisation): string {
  const state = suspendedAt === null ? 'in use' : `suspended since ${suspendedAt}`;
  return [id, name, `${members} members`, state].join('  ·  ');
}

function refused(cause: unknown): never {
  throw new UserError(`It was not done: ${(cause as Error).message}`, { cause });
}
