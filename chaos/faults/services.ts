import { SERVICES, type ServiceName } from '#contracts';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../tools/product/service-process.js';
import type { ImportAsked } from '../operations.js';
import { busiest } from '../processes.js';
import type { ChaosService } from '../service.js';
import type { Fault, Scene } from './fault.js';
import { between, inSeconds } from './servers.js';

const CLOCK = pathToFileURL(path.join(ROOT, 'chaos', 'faults', 'wrong-clock.mjs')).href;
const CLOCK_WRONG_MS = 600_000;

const killed: Fault = {
  name: 'service killed (SIGKILL)',
  full: 150,
  async happen({ world, random }) {
    const victim = random.pick(world.services);
    await victim.turn.run(() => victim.restart('SIGKILL'));
    return victim.label;
  },
};

const paused: Fault = {
  name: 'service paused (SIGSTOP) for 1 to 60 s',
  full: 50,
  async happen(scene) {
    const victim = scene.random.pick(scene.world.services);
    const ms = between(scene, 1, 60);
    await victim.turn.run(() => victim.pause(ms));
    await victim.ready();
    return `${victim.label} for ${inSeconds(ms)}`;
  },
};

const wrongClock: Fault = {
  name: 'clock of a service wrong by 10 min',
  full: 4,
  async happen(scene) {
    const { world, random } = scene;
    const victim = random.pick(world.services);
    const [offset, ms] = [random.pick([-CLOCK_WRONG_MS, CLOCK_WRONG_MS]), between(scene, 20, 40)];
    await victim.turn.run(async () => {
      await victim.restart('SIGTERM', { NODE_OPTIONS: `--import=${CLOCK}`, CLOCK_OFFSET_MS: String(offset) });
      await victim.signal('SIGUSR2');
      await sleep(ms);
      await victim.restart('SIGTERM');
    });
    return `${victim.label} by ${offset / 60_000} min for ${inSeconds(ms)}`;
  },
};

const rollingRestart: Fault = {
  name: 'rolling restart (SIGTERM) of all services',
  full: 10,
  async happen({ world }) {
    // As in a cluster: of each service, one process after another.
    const roll = async (name: ServiceName) => {
      for (const service of world.of(name)) await service.turn.run(() => service.restart('SIGTERM'));
    };
    await Promise.all(SERVICES.map(roll));
    return `${world.services.length} processes`;
  },
};

/** How many rows make the service work for some seconds. */
const ZOMBIE_ROWS = 6_000;
const LATER_ROWS = 500;
const LATER_IMPORTS = 2;
/** In which the busier of the two processes is the one with the work. */
const LOOK_MS = 400;

/**
 * A process sleeps in the middle of its work, others take the work up and finish it, and two later imports change the
 * same contacts. Then it wakes, and knows nothing of all that.
 */
function zombie(name: Exclude<ServiceName, 'gateway' | 'webhooks'>): Fault {
  return {
    name: `${name} paused past two later imports`,
    full: 3,
    async happen(scene) {
      const { world, clients, pace } = scene;
      const accountId = quietAccount(scene);
      for (;;) {
        const first = clients.importInto(accountId, Math.ceil(ZOMBIE_ROWS * pace));
        const victim = await atWork(world.of(name), first);
        // All was done before anybody was seen at work.
        if (!victim) continue;
        await victim.turn.run(async () => {
          await victim.signal('SIGSTOP');
          try {
            await first;
            for (let later = 0; later < LATER_IMPORTS; later++)
              await clients.importInto(accountId, Math.ceil(LATER_ROWS * pace));
          } finally {
            await victim.signal('SIGCONT');
          }
        });
        await victim.ready();
        return victim.label;
      }
    },
  };
}

/** The account with the fewest imports under way, so that the later ones need not wait for long. */
function quietAccount({ world, clients }: Scene): string {
  const open = clients.operations.filter(({ kind, ended }) => kind === 'import' && ended === Infinity);
  const load = (id: string) => open.filter(({ accountId }) => accountId === id).length;
  return world.tenant.accounts.map(({ id }) => id).toSorted((a, b) => load(a) - load(b))[0]!;
}

/** The process that works hardest, as soon as one does; null when the import ends before. */
async function atWork(processes: ChaosService[], first: Promise<ImportAsked>): Promise<ChaosService | null> {
  let isOver = false;
  void first.finally(() => (isOver = true)).catch(() => undefined);
  while (!isOver) {
    const found = await busiest(processes, LOOK_MS);
    if (found) return found;
  }
  return null;
}

export const serviceFaults: Fault[] = [
  killed,
  paused,
  wrongClock,
  rollingRestart,
  ...(['importer', 'contacts', 'campaigns', 'exporter'] as const satisfies ServiceName[]).map(zombie),
];
