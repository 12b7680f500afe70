import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../../tools/local-services/command.js';
import { freePort } from '../../../tools/local-services/free-port.js';
import { untilReady } from '../../../tools/local-services/ready.js';
import type { Supervisor } from '../../../tools/local-services/supervisor.js';
import type { ListmonkPrograms } from './programs.js';

const USER = 'listmonk';
/** Every cluster has it. */
const DATABASE = 'postgres';

/** A PostgreSQL of its own on 127.0.0.1, with the settings that it has without any. */
export class Postgres {
  private readonly password = randomBytes(16).toString('hex');

  private constructor(
    private readonly programs: ListmonkPrograms,
    private readonly supervisor: Supervisor,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  /** @param folder for all that it writes; others must be able to enter it */
  static async start(programs: ListmonkPrograms, supervisor: Supervisor, folder: string): Promise<Postgres> {
    const made = new Postgres(programs, supervisor, path.join(folder, 'postgresql'), await freePort());
    await made.makeCluster();
    await made.startServer();
    return made;
  }

  /** Runs SQL. @returns its rows, a line each */
  async query(sql: string): Promise<string[]> {
    const place = ['--host', '127.0.0.1', '--port', String(this.port), '--username', USER, '--dbname', DATABASE];
    const args = [...place, '--no-psqlrc', '--tuples-only', '--no-align', '--set', 'ON_ERROR_STOP=1', '--command', sql];
    return run(this.supervisor, this.program('psql'), args, {
      env: { ...process.env, PGPASSWORD: this.password, PGCONNECT_TIMEOUT: '3' },
    });
  }

  /** The settings with which listmonk finds it. */
  get listmonkEnv(): Record<string, string> {
    return {
      LISTMONK_db__host: '127.0.0.1',
      LISTMONK_db__port: String(this.port),
      LISTMONK_db__user: USER,
      LISTMONK_db__password: this.password,
      LISTMONK_db__database: DATABASE,
      LISTMONK_db__ssl_mode: 'disable',
      // As in listmonk's own example.
      LISTMONK_db__max_open: '25',
      LISTMONK_db__max_idle: '25',
      LISTMONK_db__max_lifetime: '300s',
    };
  }

  private async makeCluster(): Promise<void> {
    const passwordFile = path.join(this.folder, 'password');
    mkdirSync(this.folder, { mode: 0o700 });
    writeFileSync(passwordFile, this.password, { mode: 0o600 });
    const { user } = this.programs;
    if (user) for (const each of [this.folder, passwordFile]) chownSync(each, user.uid, user.gid);
    const access = ['--username', USER, '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
    const [command, ...args] = this.asUser('initdb', [
      '--pgdata',
      this.data,
      ...access,
      '--no-locale',
      '--encoding=UTF8',
    ]);
    await run(this.supervisor, command!, args, { cwd: this.folder });
  }

  private async startServer(): Promise<void> {
    const settings = { listen_addresses: '127.0.0.1', port: this.port, unix_socket_directories: '' };
    const [command, ...args] = this.asUser('postgres', [
      ...['-D', this.data],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]);
    const server = this.supervisor.spawn(command!, args, {
      cwd: this.folder,
      logFile: path.join(this.folder, 'server.log'),
    });
    await untilReady(() => this.query('SELECT 1').then(() => undefined), { process: server });
  }

  private get data(): string {
    return path.join(this.folder, 'data');
  }

  private program(name: 'postgres' | 'initdb' | 'psql'): string {
    return path.join(this.programs.postgresql, name);
  }

  private asUser(name: 'postgres' | 'initdb', args: string[]): string[] {
    const { user } = this.programs;
    const become = user
      ? [user.setpriv, '--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups', '--']
      : [];
    return [...become, this.program(name), ...args];
  }
}
