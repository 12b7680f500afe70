import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { freePort } from '../local-services/free-port.js';
import { ROOT } from '../product/service-process.js';

const run = promisify(execFile);
const MAX_OUTPUT = 64 * 1024 * 1024;

/** The two ways to run the services: all in one process, or apart. */
export const SMALL = ['docker-compose.yml'];
export const APART = [...SMALL, 'docker-compose.services.yml'];

/** Why `docker compose` cannot be used here; null if it can. */
export async function whyNoCompose(): Promise<string | null> {
  try {
    await run('docker', ['compose', 'version']);
  } catch {
    return '`docker compose` is not installed';
  }
  try {
    await run('docker', ['info']);
    return null;
  } catch {
    return 'no Docker engine answers (`docker info`)';
  }
}

/** An installation by docker-compose.yml that is separate from any other: its own name, ports, secrets and volumes. */
export class Compose {
  files = SMALL;
  /** More options in the address of MongoDB. */
  mongodbOptions = '';

  readonly project = `contacts-test-${randomBytes(4).toString('hex')}`;
  readonly secrets = {
    MONGODB_PASSWORD: newSecret(),
    REDIS_PASSWORD: newSecret(),
    S3_ACCESS_KEY_ID: newSecret(),
    S3_SECRET_ACCESS_KEY: newSecret(),
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
  };

  private constructor(
    private readonly gatewayPort: number,
    private readonly storagePort: number,
  ) {}

  static async create(): Promise<Compose> {
    return new Compose(await freePort(), await freePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.gatewayPort}`;
  }

  /** Runs `docker compose …`. @throws Error with the end of what it printed */
  compose(...args: string[]): Promise<string> {
    return this.docker('compose', ...args);
  }

  /** Runs `docker …`, as {@link compose}. */
  docker(...args: string[]): Promise<string> {
    return this.shell('docker', args);
  }

  /** Runs a program as an operator would, in the folder of the compose files. @returns what it printed */
  async shell(program: string, args: string[]): Promise<string> {
    const env = {
      ...process.env,
      ...this.secrets,
      COMPOSE_PROJECT_NAME: this.project,
      MONGODB_OPTIONS: this.mongodbOptions,
      COMPOSE_FILE: this.files.join(':'),
      GATEWAY_PORT: String(this.gatewayPort),
      STORAGE_PORT: String(this.storagePort),
    };
    try {
      return (await run(program, args, { cwd: ROOT, env, maxBuffer: MAX_OUTPUT })).stdout;
    } catch (cause) {
      const { stdout, stderr } = cause as { stdout: string; stderr: string };
      const tail = `${stdout}${stderr}`.trimEnd().split('\n').slice(-15).join('\n');
      throw new Error(`${program} ${args.join(' ')}:\n${tail}`, { cause });
    }
  }

  /** Removes the containers, and the data. */
  async remove(): Promise<void> {
    this.files = APART;
    await this.compose('--profile', '*', 'down', '--volumes', '--remove-orphans', '--timeout', '2');
  }
}

function newSecret(): string {
  return randomBytes(24).toString('hex');
}
