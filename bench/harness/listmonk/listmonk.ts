import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../../../tools/local-services/command.js';
import { freePort } from '../../../tools/local-services/free-port.js';
import { answersHttp, untilReady } from '../../../tools/local-services/ready.js';
import { type SupervisedProcess, Supervisor } from '../../../tools/local-services/supervisor.js';
import { linesOf } from '../lines-of.js';
import { processTree } from '../process-memory.js';
import { cpuOf } from '../processes.js';
import { readListId, readStatus, readToken, readVersion, type ImportStatus } from './answers.js';
import { Postgres } from './postgres.js';
import type { ListmonkPrograms } from './programs.js';

/** As the bench asks the product. */
const POLL_MS = 100;
const PATIENCE_MS = 60 * 60_000;
const API_USER = 'bench';

/**
 * listmonk with a PostgreSQL of its own on this machine, as they are when nobody sets anything. It is only run: its
 * licence is the AGPL, and nothing of it is part of this repository.
 */
export class Listmonk {
  private process: SupervisedProcess | null = null;
  private token = '';
  /** Both versions. */
  title = '';

  private constructor(
    private readonly programs: ListmonkPrograms,
    private readonly supervisor: Supervisor,
    private readonly folder: string,
    private readonly port: number,
    private readonly postgres: Postgres,
  ) {}

  /** @param onStop called first with what stops everything, in case a signal arrives during the start */
  static async start(programs: ListmonkPrograms, onStop: (stop: () => Promise<void>) => void): Promise<Listmonk> {
    const folder = mkdtempSync(path.join(tmpdir(), 'contacts-listmonk-'));
    // PostgreSQL may be another user, who has to get to its own folder inside.
    chmodSync(folder, 0o711);
    const supervisor = new Supervisor(folder);
    onStop(async () => {
      await supervisor.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const postgres = await Postgres.start(programs, supervisor, folder);
    const made = new Listmonk(programs, supervisor, path.join(folder, 'listmonk'), await freePort(), postgres);
    await made.install();
    await made.start();
    return made;
  }

  /** Starts it again, after {@link kill} or {@link stop}. */
  async start(): Promise<void> {
    this.process = this.supervisor.spawn(this.programs.listmonk, ['--config', ''], {
      env: this.env,
      cwd: this.folder,
      logFile: path.join(this.folder, 'listmonk.log'),
      appendLog: true,
    });
    await untilReady(() => answersHttp(`${this.url}/health`, 200), { process: this.process });
  }

  async stop(): Promise<void> {
    await this.process!.stop();
  }

  /** Ends it at once. PostgreSQL stays. */
  async kill(): Promise<void> {
    this.process!.kill('SIGKILL');
    await this.process!.ended;
  }

  /** All of its processes, and PostgreSQL's. */
  pids(): number[] {
    return processTree(this.supervisor.pids());
  }

  /** Does the work. @returns the seconds it took, and the CPU use of listmonk and PostgreSQL as text */
  cpuOf(rows: number, work: () => Promise<unknown>): Promise<{ seconds: number; cpu: string }> {
    return cpuOf(() => this.pids(), rows, work);
  }

  /** A list without subscribers. */
  async newList(): Promise<number> {
    const list = { name: 'Bench', type: 'private', optin: 'single', tags: [] };
    const headers = { 'content-type': 'application/json' };
    const answer = await this.request('/api/lists', { method: 'POST', headers, body: JSON.stringify(list) });
    return readListId(await answer.json());
  }

  /** Uploads a file of subscribers, which the import then overwrites where it has them. */
  async upload(list: number, file: Blob): Promise<void> {
    const options = { mode: 'subscribe', subscription_status: 'confirmed', overwrite: true, delim: ',', lists: [list] };
    const form = new FormData();
    form.set('params', JSON.stringify(options));
    form.set('file', file, 'people.csv');
    const answer = await this.request('/api/import/subscribers', { method: 'POST', body: form });
    await answer.body?.cancel();
  }

  async status(): Promise<ImportStatus> {
    const answer = await this.request('/api/import/subscribers');
    return readStatus(await answer.json());
  }

  /** Asks until the import is as stated. @throws when it ends in another way, or takes an hour */
  async until(isReached: (status: ImportStatus) => boolean): Promise<ImportStatus> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = await this.status();
      if (isReached(found)) return found;
      if (found.status !== 'importing' || Date.now() > deadline)
        throw new Error(`listmonk's import is ${found.status} after ${found.imported} of ${found.total} rows`);
      await sleep(POLL_MS);
    }
  }

  /** Uploads a file and waits until it is imported. @throws when that is not all of its rows */
  async import(list: number, file: Blob, rows: number): Promise<void> {
    await this.upload(list, file);
    const { imported } = await this.until(({ status }) => status === 'finished');
    if (imported !== rows) throw new Error(`listmonk imported ${imported} of ${rows} rows`);
  }

  /** Downloads a list. @returns the rows of the file */
  async export(list: number): Promise<number> {
    return (await linesOf(await this.request(`/api/subscribers/export?list_id=${list}`))) - 1;
  }

  /** The subscribers that PostgreSQL has of a list. */
  async count(list: number): Promise<number> {
    const [found] = await this.postgres.query(`SELECT count(*) FROM subscriber_lists WHERE list_id = ${list}`);
    return Number(found);
  }

  /** Lets PostgreSQL write what it has put off, so that it does not do so during the next measurement. */
  async settled(): Promise<void> {
    await this.postgres.query('CHECKPOINT');
  }

  private async install(): Promise<void> {
    mkdirSync(this.folder);
    const { listmonk } = this.programs;
    const version = readVersion(await run(this.supervisor, listmonk, ['--version'], { cwd: this.folder }));
    const [server] = await this.postgres.query('SHOW server_version');
    this.title = `listmonk ${version}, PostgreSQL ${server!.split(' ')[0]}`;
    const user = { LISTMONK_ADMIN_USER: 'admin', LISTMONK_ADMIN_PASSWORD: randomBytes(16).toString('hex') };
    const env = { ...this.env, ...user, LISTMONK_ADMIN_API_USER: API_USER };
    this.token = readToken(
      await run(this.supervisor, listmonk, ['--config', '', '--install', '--yes'], { env, cwd: this.folder }),
    );
    // It would ask another machine whether there is a newer version.
    await this.postgres.query("UPDATE settings SET value = 'false' WHERE key = 'app.check_updates'");
  }

  private get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  private get env(): NodeJS.ProcessEnv {
    const address = { LISTMONK_app__address: `127.0.0.1:${this.port}` };
    // It leaves uploaded files behind.
    return { ...process.env, ...this.postgres.listmonkEnv, ...address, TMPDIR: this.folder };
  }

  /** @throws when it answers that something is wrong */
  private async request(route: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `token ${API_USER}:${this.token}`, ...init.headers };
    const answer = await fetch(`${this.url}${route}`, { ...init, headers });
    if (!answer.ok) throw new Error(`listmonk answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`);
    return answer;
  }
}
