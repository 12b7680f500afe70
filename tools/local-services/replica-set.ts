import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import { reasonOf, UserError, type Report } from '#terminal';
import { findInPath } from './command.js';
import { dockerWay } from './docker.js';
import { freePorts } from './free-port.js';
import { DATABASE, downloadedMongod, memberArguments, REPLICA_SET, startMember } from './mongod.js';
import { helloMongo, untilReady, withMongo } from './ready.js';
import type { RunningServer, Way, WayContext } from './ways.js';

const MEMBERS = 3;
/** An election begins this long after the primary was last heard of; after a step-down, at once. */
const ELECTION_TIMEOUT_MS = 2_000;
/** How long a primary that stepped down may not be elected again, and how long it waits for the others before. */
const STEP_DOWN = { replSetStepDown: 5, secondaryCatchUpPeriodSecs: 3 };
const STEP_DOWN_MS = 10_000;

const environment: Way = {
  key: 'environment',
  async start({ environment: { MONGODB_URI } }) {
    if (!MONGODB_URI) return { unavailable: 'MONGODB_URI is not set' };
    const { hosts = [] } = await withMongo(MONGODB_URI, hello);
    if (hosts.length < MEMBERS)
      throw new UserError(`MONGODB_URI is no replica set of ${MEMBERS} members. Name one, or unset MONGODB_URI.`);
    return { env: { MONGODB_URI }, where: 'the replica set of MONGODB_URI' };
  },
};

/** All members are in one container, so that their addresses are the same inside and outside. */
const docker: Way = {
  key: 'docker',
  async start(context) {
    const ports = await freePorts(MEMBERS);
    const starts = ports.map((port) => {
      const data = `/data/db/${port}`;
      return `mkdir -p ${data} && mongod --bind_ip_all ${memberArguments(port, data).join(' ')} &`;
    });
    const way = dockerWay({
      image: 'mongo:8',
      command: ['bash', '-c', `${starts.join('\n')}\nwait -n`],
      port: ports[0]!,
      samePorts: ports,
      dataFolder: '/data/db',
      whenStarted: async () => ({ MONGODB_URI: await initiate(ports) }),
    });
    return way.start(context);
  },
};

const installed: Way = {
  key: 'mongod',
  async start(context) {
    const program = findInPath(['mongod'], context.environment);
    if (program) return startMembers(program, context);
    return { unavailable: 'no mongod in PATH. Install MongoDB 8 (https://www.mongodb.com/docs/manual/installation)' };
  },
};

const downloaded: Way = {
  key: 'downloaded mongod',
  start: async (context) => startMembers(await downloadedMongod(context), context),
};

/** The ways to get a replica set of three real mongods, best first. No stand-in is among them. */
export const replicaSetWays: Way[] = [environment, docker, installed, downloaded];

async function startMembers(program: string, context: WayContext): Promise<RunningServer> {
  const members: RunningServer[] = [];
  const stop = async () => void (await Promise.all(members.map(async (member) => member.stop?.())));
  try {
    for (let member = 1; member <= MEMBERS; member++) {
      const folder = path.join(context.folder, `member-${member}`);
      mkdirSync(folder, { recursive: true });
      members.push(await startMember(program, { ...context, folder }, answersAt));
    }
    const ports = members.map(({ env }) => Number(new URL(env.MONGODB_URI!).port));
    return { env: { MONGODB_URI: await initiate(ports) }, where: `${program}, ${MEMBERS} members`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Makes the servers at these ports a replica set, and waits for its primary. @returns the URI */
async function initiate(ports: readonly number[]): Promise<string> {
  const config = {
    _id: REPLICA_SET,
    members: ports.map((port, _id) => ({ _id, host: `127.0.0.1:${port}` })),
    settings: { electionTimeoutMillis: ELECTION_TIMEOUT_MS },
  };
  const [first] = config.members;
  await untilReady(async () => {
    for (const port of ports) await answersAt(port);
  });
  await withMongo(directUri(first!.host), async (client) => {
    const { setName } = await hello(client);
    if (!setName) await client.db('admin').command({ replSetInitiate: config });
  });
  const uri = `mongodb://${config.members.map(({ host }) => host).join()}/${DATABASE}?replicaSet=${REPLICA_SET}`;
  await untilReady(() => helloMongo(uri));
  return uri;
}

/**
 * Lets the primary step down again and again, so that another member is elected.
 * @returns stops this, and says how often it happened
 * @throws UserError from the returned function, if it never happened: then the tests have met no failover
 */
export function stepDownEvery(milliseconds: number, uri: string, report: Report): () => Promise<void> {
  const stopping = new AbortController();
  const failures: string[] = [];
  let count = 0;
  const loop = async (): Promise<void> => {
    for (;;) {
      await sleep(milliseconds, undefined, { signal: stopping.signal });
      try {
        await withMongo(uri, (client) => client.db('admin').command(STEP_DOWN, { timeoutMS: STEP_DOWN_MS }));
        count++;
      } catch (error) {
        failures.push(reasonOf(error));
      }
    }
  };
  const ended = loop().catch(() => undefined);
  return async () => {
    stopping.abort();
    await ended;
    report.say(
      `MongoDB: the primary stepped down ${count} times${failures.length ? `; ${failures.length} times not: ${failures.at(-1)}` : ''}`,
    );
    if (count === 0) throw new UserError('The primary never stepped down, so these tests have met no failover.');
  };
}

const answersAt = (port: number) =>
  withMongo(directUri(`127.0.0.1:${port}`), async (client) => void (await hello(client)));

const directUri = (host: string): string => `mongodb://${host}/admin?directConnection=true`;

async function hello(client: mongo.MongoClient): Promise<{ setName?: string; hosts?: string[] }> {
  return client.db('admin').command({ hello: 1 });
}
