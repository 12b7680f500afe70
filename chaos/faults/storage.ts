import { setTimeout as sleep } from 'node:timers/promises';
import type { TcpRelay, Way } from '../../test/support/tcp-relay.js';
import type { World } from '../world.js';
import type { Fault } from './fault.js';
import { between, fillDisk, inSeconds, killServer, noDiskOf } from './servers.js';

const CUT_AFTER_BYTES = { from: 2_000, to: 60_000 };
/** So long the next transfers are waited for; then an import makes some. */
const NEXT_TRANSFER_MS = 15_000;
const IMPORTED_ROWS = 5_000;

const killed: Fault = {
  name: 'object storage killed',
  full: 10,
  happen: (scene) => killServer(scene.world.storage, scene),
};

const diskFull: Fault = {
  name: "object storage's disk full",
  full: 2,
  unavailable: (world) => noDiskOf(world.storage),
  async happen(scene) {
    const { world } = scene;
    const words = await fillDisk(world.storage, scene);
    // SeaweedFS's index takes no write after a full disk until it is started again, so an operator does that.
    const { process, turn } = world.storage;
    await turn.run(async () => {
      await process.kill();
      await process.start();
    });
    return words;
  },
};

const slow: Fault = {
  name: 'object storage slow',
  full: 5,
  happen(scene) {
    const { world, random, pace } = scene;
    const ms = between(scene, 10, 20);
    // How many pieces there are is not the same in each run, and must not change the choices that follow.
    const delays = { random: random.for('delays'), pace };
    return atAll(world, async (relays) => {
      for (const relay of relays) relay.slowDown(() => between(delays, 0.5, 2));
      await sleep(ms);
      return `for ${inSeconds(ms)}`;
    });
  },
};

const cut: Fault = {
  name: 'connection to the object storage cut in a body',
  full: 10,
  happen(scene) {
    const { world, clients, random } = scene;
    const way: Way = random.pick(['up', 'down']);
    const bytes = random.int(CUT_AFTER_BYTES.from, CUT_AFTER_BYTES.to);
    return atAll(world, async () => {
      const cuts = world.services.map(({ network, label }) => network.storage.cut(way, bytes).then(() => label));
      const first = Promise.race(cuts);
      const accountId = random.pick(world.tenant.accounts).id;
      const label =
        (await Promise.race([first, sleep(NEXT_TRANSFER_MS, null)])) ??
        (await Promise.race([first, clients.importInto(accountId, IMPORTED_ROWS).then(() => 'nobody')]));
      // Some more of them, on which the same process may retry.
      await sleep(between(scene, 1, 3));
      return `${label}, ${way === 'up' ? 'uploading' : 'downloading'}, after ${bytes} bytes`;
    });
  },
};

/** Does something to the ways of all services to the object storage, and undoes it. */
function atAll<T>(world: World, work: (relays: TcpRelay[]) => Promise<T>): Promise<T> {
  const relays = world.services.map(({ network }) => network.storage);
  return world.storage.turn.run(async () => {
    try {
      return await work(relays);
    } finally {
      for (const relay of relays) relay.comeBack();
    }
  });
}

export const storageFaults: Fault[] = [killed, diskFull, slow, cut];
