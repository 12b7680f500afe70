import { setTimeout as sleep } from 'node:timers/promises';
import type { TcpRelay } from '../../test/support/tcp-relay.js';
import type { Fault } from './fault.js';
import { between, inSeconds } from './servers.js';

const SERVERS = ['redis', 'mongodb', 'storage'] as const;

/** How a network can fail between two, and what is done to the relay there. */
const CUTS: [words: string, act: (relay: TcpRelay) => void][] = [
  ['refused', (relay) => relay.goAway()],
  ['silent both ways', (relay) => relay.fallSilent('up', 'down')],
  ['silent to the server', (relay) => relay.fallSilent('up')],
  ['silent from the server', (relay) => relay.fallSilent('down')],
];

const cut: Fault = {
  name: 'network cut between one process and one server',
  full: 10,
  happen(scene) {
    const { world, random } = scene;
    const service = random.pick(world.services);
    const server = random.pick(SERVERS);
    const [words, act] = random.pick(CUTS);
    const ms = between(scene, 5, 40);
    // The server's turn first, here as everywhere, so that no two wait for each other.
    return world[server].turn.run(() =>
      service.turn.run(async () => {
        const relay = service.network[server];
        act(relay);
        try {
          await sleep(ms);
        } finally {
          relay.comeBack();
        }
        await service.ready();
        return `${service.label} and ${server}, ${words}, for ${inSeconds(ms)}`;
      }),
    );
  },
};

export const networkFaults: Fault[] = [cut];
