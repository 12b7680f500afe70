import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findInPath } from '../../../tools/local-services/command.js';
import { installCommand } from '../../../tools/local-services/system-packages.js';
import { toolsPath } from '../mongo-tools.js';

/** The programs of listmonk and of PostgreSQL. */
export interface ListmonkPrograms {
  listmonk: string;
  /** The folder of `postgres`, `initdb` and `psql`. */
  postgresql: string;
  /** As whom PostgreSQL runs, which refuses to be root; null where we are not root. */
  user: SystemUser | null;
}

export interface SystemUser {
  uid: number;
  gid: number;
  /** The program that becomes this user. */
  setpriv: string;
}

const POSTGRESQL = ['postgres', 'initdb', 'psql'];
/** Where Debian and Ubuntu have PostgreSQL: outside PATH, a folder for each version. */
const DEBIAN = '/usr/lib/postgresql';

/**
 * Looks for listmonk where the tools of MongoDB are looked for, and for PostgreSQL in PATH, then where Debian has it.
 * @param folder the only one to have listmonk, if stated
 * @returns the programs, or in a sentence what to install
 */
export function findListmonk(
  folder: string | undefined,
  { environment = process.env, debian = DEBIAN, isRoot = process.getuid?.() === 0 } = {},
): ListmonkPrograms | { missing: string } {
  const folders = [...(environment.PATH ?? '').split(path.delimiter), ...newestFirst(debian)].filter(Boolean);
  const postgresql = folders.find((PATH) => POSTGRESQL.every((name) => findInPath([name], { PATH })));
  if (!postgresql) return { missing: `PostgreSQL is not on this machine: ${installCommand('postgresql')}` };
  const listmonk = findInPath(['listmonk'], { PATH: toolsPath(folder, environment) });
  if (!listmonk)
    return {
      missing:
        'listmonk is not in PATH: https://listmonk.app/docs/installation has its program, and --tools FOLDER says where you put it',
    };
  if (!isRoot) return { listmonk, postgresql, user: null };
  const setpriv = findInPath(['setpriv'], environment);
  if (!setpriv)
    return { missing: 'PostgreSQL refuses to run as root, and setpriv is not in PATH: start this as another user' };
  return { listmonk, postgresql, user: { ...unprivilegedUser(readFileSync('/etc/passwd', 'utf8')), setpriv } };
}

function newestFirst(debian: string): string[] {
  if (!existsSync(debian)) return [];
  const versions = readdirSync(debian).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => path.join(debian, version, 'bin'));
}

/** The user that packages make for PostgreSQL, otherwise nobody. @param users the text of /etc/passwd */
export function unprivilegedUser(users: string): Pick<SystemUser, 'uid' | 'gid'> {
  const byName = new Map(users.split('\n').map((line) => [line.split(':')[0], line.split(':')]));
  const found = byName.get('postgres') ?? byName.get('nobody');
  if (!found) throw new Error('there is neither a user postgres nor a user nobody');
  return { uid: Number(found[2]), gid: Number(found[3]) };
}
