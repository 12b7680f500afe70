import { setTimeout as sleep } from 'node:timers/promises';
import { check } from '../demo/steps.js';
import type { Compose } from './compose.js';

const PATIENCE_MS = 90_000;
const LOOK_AGAIN_MS = 500;
const CLOCK = 'const { now } = Date; Date.now = () => now() + 600_000;';

/** What an operator may get wrong, as variables of a service, and the sentence that says so in its log. */
const MISTAKES: { title: string; variables: (compose: Compose) => Record<string, string>; sentence: string }[] = [
  {
    title: 'a missing secret',
    variables: () => ({ S3_SECRET_ACCESS_KEY: '' }),
    sentence: 'S3_SECRET_ACCESS_KEY: is missing',
  },
  {
    title: 'an address that leads nowhere',
    variables: ({ secrets }) => ({ REDIS_URL: `redis://:${secrets.REDIS_PASSWORD}@nowhere.invalid:6379` }),
    sentence: '(REDIS_URL): getaddrinfo ENOTFOUND nowhere.invalid',
  },
  {
    title: 'a user who may only read the database',
    variables: ({ secrets, mongodbOptions }) => ({
      MONGODB_URI: `mongodb://reader:${secrets.MONGODB_PASSWORD}@mongo/contacts?authSource=admin&replicaSet=rs0${mongodbOptions}`,
    }),
    sentence: 'may not read and write the database \\"contacts\\"; give it the role readWrite on it',
  },
  {
    title: 'a bucket that may not be written',
    variables: (compose) => ({ S3_ENDPOINT: `http://${readOnlyStore(compose)}:7070` }),
    sentence: 'the object store does not let these credentials read and write this bucket',
  },
  {
    title: 'a clock that is ten minutes ahead',
    variables: () => ({ NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(CLOCK)}` }),
    sentence: 'the clock of this machine is 10 minutes ahead of that of MongoDB',
  },
];

/** Makes each mistake with an exporter of its own, beside the running installation, and waits for the sentence. */
export async function makeMistakes(compose: Compose): Promise<string> {
  await compose.compose('exec', '-T', 'mongo', 'bash', '-c', ADD_READER);
  const store = ['--port', ':7070', '--readonly', '--iam-dir', '/iam', 'posix', '/data'];
  await start(compose, readOnlyStore(compose), 'storage', {}, store);
  await Promise.all(
    MISTAKES.map(async ({ title, variables, sentence }, index) => {
      const name = `${compose.project}-mistake-${index}`;
      await start(compose, name, 'exporter', variables(compose));
      await says(compose, name, title, sentence);
      await compose.docker('rm', '--force', name);
    }),
  );
  await compose.docker('rm', '--force', readOnlyStore(compose));
  return MISTAKES.map(({ title }) => title).join(', ');
}

const ADD_READER = `mongosh --quiet -u root -p "$(cat /data/configdb/root-password)" admin --eval "
  db.createUser({ user: 'reader', pwd: process.env.MONGODB_PASSWORD, roles: [{ role: 'read', db: 'contacts' }] })"`;

function readOnlyStore({ project }: Compose): string {
  return `${project}-read-only`;
}

async function start(
  compose: Compose,
  name: string,
  service: string,
  variables: Record<string, string>,
  command: string[] = [],
): Promise<void> {
  const env = Object.entries(variables).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  await compose.compose('run', '--detach', '--no-deps', '--name', name, ...env, service, ...command);
}

async function says(compose: Compose, name: string, title: string, sentence: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const log = await compose.shell('sh', ['-c', `docker logs ${name} 2>&1`]);
    if (log.includes(sentence)) return;
    check(Date.now() < deadline, `${title} is not named:\n${log.split('\n').slice(-10).join('\n')}`);
    await sleep(LOOK_AGAIN_MS);
  }
}
