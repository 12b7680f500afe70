import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '#terminal';
import { findInPath } from './command.js';
import { dockerWay } from './docker.js';
import { answersHttp } from './ready.js';
import { startServer } from './start-server.js';
import { VERSITYGW_VERSION, versitygwProgram } from './versitygw.js';
import type { RunningServer, Way, WayContext } from './ways.js';

const HEALTH = '/healthz';

const environment: Way = {
  key: 'environment',
  async start({ environment: { S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } }) {
    if (!S3_ENDPOINT) return { unavailable: 'S3_ENDPOINT is not set' };
    if (!S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY)
      throw new UserError(
        'S3_ENDPOINT is set, but S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY are not. Set both, or unset S3_ENDPOINT.',
      );
    try {
      await answersHttp(S3_ENDPOINT);
    } catch (cause) {
      throw new UserError('S3_ENDPOINT is set, but nothing answers there. Start that server, or unset S3_ENDPOINT.', {
        cause,
      });
    }
    return { env: { S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY }, where: 'the server of S3_ENDPOINT' };
  },
};

const docker = dockerWay({
  image: `versity/versitygw:v${VERSITYGW_VERSION}`,
  command: ['--port', ':7070', '--quiet', '--health', HEALTH, 'posix', '/data'],
  port: 7070,
  dataFolder: '/data',
  variables: (context) => rootVariables(credentials(context)),
  async whenStarted(host, port, variables) {
    const url = `http://${host}:${port}`;
    await answersHttp(url + HEALTH, 200);
    return {
      S3_ENDPOINT: url,
      S3_ACCESS_KEY_ID: variables.ROOT_ACCESS_KEY!,
      S3_SECRET_ACCESS_KEY: variables.ROOT_SECRET_KEY!,
    };
  },
});

const installed: Way = {
  key: 'installed',
  async start(context) {
    const program = findInPath(['versitygw'], context.environment);
    return program ? startVersitygw(program, context) : { unavailable: 'no versitygw in PATH' };
  },
};

const fetched: Way = {
  key: 'fetched',
  start: async (context) => startVersitygw(await versitygwProgram(context), context),
};

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** The keys of this folder's server, generated at its first start. */
function credentials({ folder }: WayContext): Credentials {
  const file = path.join(folder, 'credentials.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Credentials;
  const made = { accessKeyId: randomBytes(10).toString('hex'), secretAccessKey: randomBytes(30).toString('base64url') };
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

function rootVariables({ accessKeyId, secretAccessKey }: Credentials): Record<string, string> {
  return { ROOT_ACCESS_KEY: accessKeyId, ROOT_SECRET_KEY: secretAccessKey };
}

async function startVersitygw(program: string, context: WayContext): Promise<RunningServer> {
  try {
    return await startPosix(program, context, []);
  } catch (error) {
    if (!/xattr/i.test((error as Error).message)) throw error;
    // This file system has no extended attributes. The metadata goes into a separate folder.
    return startPosix(program, context, ['--sidecar', makeFolder(context, 'meta')]);
  }
}

function startPosix(program: string, context: WayContext, options: string[]): Promise<RunningServer> {
  const keys = credentials(context);
  const iam = makeFolder(context, 'iam');
  const data = makeFolder(context, 'data');
  const url = (port: number) => `http://127.0.0.1:${port}`;
  return startServer(
    {
      title: 'versitygw',
      command: program,
      args: (port) => [
        ...['--port', `127.0.0.1:${port}`, '--quiet', '--health', HEALTH, '--iam-dir', iam],
        ...['posix', ...options, data],
      ],
      variables: rootVariables(keys),
      probe: (port) => answersHttp(url(port) + HEALTH, 200),
      env: (port) => ({
        S3_ENDPOINT: url(port),
        S3_ACCESS_KEY_ID: keys.accessKeyId,
        S3_SECRET_ACCESS_KEY: keys.secretAccessKey,
      }),
      data,
    },
    context,
  );
}

function makeFolder(context: WayContext, name: string): string {
  const folder = path.join(context.folder, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The ways to get an S3 server, best first. */
export const s3Ways: Way[] = [environment, docker, installed, fetched];
