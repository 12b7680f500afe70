import { MongoClient } from 'mongodb';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault as Arm, Effect } from '../../test/support/mongo-relay.js';
import type { Scene, Fault } from './fault.js';
import { between, inSeconds, killServer } from './servers.js';

/** What a server answers to everything when it is the primary no longer: NotWritablePrimary, or interrupted by that. */
const NO_PRIMARY = [10107, 189, 11602];
const SLOW_MS = 2_000;

/** What a few commands meet beside, which were under way: their answer is lost, or no majority confirmed them. */
const UNDER_WAY: Effect[] = [
  { drop: 'before' },
  { drop: 'after' },
  { code: 189, when: 'after' },
  { code: 91 },
  { writeConcernError: 64 },
];
const IN_TRANSACTIONS = ['commitTransaction', 'insert', 'update', 'findAndModify'];
const TIMES = 3;

const killed: Fault = {
  name: 'MongoDB killed',
  full: 10,
  happen: (scene) => killServer(scene.world.mongodb, scene, () => startMongodb(scene)),
};

/**
 * Starts it, and lets nobody reach it before it has been asked for something in each collection. For the first question
 * after its start, SecantusDB reads the whole collection to learn which of its indexes hold arrays, and does this once for
 * each of the questions that come meanwhile: with sixty connections, that takes minutes. A real MongoDB has it in its
 * catalog.
 */
async function startMongodb({ world: { mongodb, mongoRelay, env } }: Scene): Promise<void> {
  mongoRelay.goAway();
  try {
    await mongodb.process.start();
    const client = new MongoClient(env.MONGODB_URI!, { appName: 'chaos' });
    try {
      const collections = await client.db().collections();
      for (const collection of collections) await collection.findOne({ _id: 'nobody' as never });
    } finally {
      await client.close();
    }
  } finally {
    mongoRelay.comeBack();
  }
}

const stepsDown: Fault = {
  name: "MongoDB's primary steps down",
  full: 10,
  async happen(scene) {
    const { random } = scene;
    const [code, effect, command] = [random.pick(NO_PRIMARY), random.pick(UNDER_WAY), random.pick(IN_TRANSACTIONS)];
    const ms = between(scene, 1, 5);
    const met = await whileArmed(scene, ms, { effect, commands: [command], times: TIMES }, { effect: { code } });
    return `error ${code} for ${inSeconds(ms)}, met by ${met[1]} commands, and ${JSON.stringify(effect)} by ${met[0]} ${command}`;
  },
};

const slow: Fault = {
  name: 'MongoDB slow by 2 s',
  full: 5,
  async happen(scene) {
    const ms = between(scene, 10, 20);
    const [met] = await whileArmed(scene, ms, { effect: { delayMs: SLOW_MS } });
    return `for ${inSeconds(ms)}, met by ${met} commands`;
  },
};

/** @returns how often each happened */
function whileArmed({ world }: Scene, milliseconds: number, ...faults: Arm[]): Promise<number[]> {
  const { mongodb, mongoRelay } = world;
  return mongodb.turn.run(async () => {
    const armed = faults.map((fault) => mongoRelay.arm({ seconds: milliseconds / 1000, ...fault }));
    try {
      await sleep(milliseconds);
    } finally {
      mongoRelay.disarm();
    }
    return armed.map(({ count }) => count);
  });
}

export const mongodbFaults: Fault[] = [killed, stepsDown, slow];
