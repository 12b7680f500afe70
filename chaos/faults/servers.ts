import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosServer } from '../world.js';
import type { Scene } from './fault.js';

/** Drawn for a full run, and shorter in a quick one. @returns milliseconds */
export const between = ({ random, pace }: Pick<Scene, 'random' | 'pace'>, fromSeconds: number, toSeconds: number) =>
  Math.ceil(pace * random.int(fromSeconds * 1000, toSeconds * 1000));

export const inSeconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/**
 * Kills a server, and starts it again after one to ten seconds.
 * @param start how it is started; default: at once
 */
export function killServer(
  { process, turn }: ChaosServer,
  scene: Scene,
  start: () => Promise<void> = () => process.start(),
): Promise<string> {
  const downMs = between(scene, 1, 10);
  return turn.run(async () => {
    const began = Date.now();
    await process.kill();
    await sleep(downMs);
    await start();
    return `down for ${inSeconds(Date.now() - began)}`;
  });
}

/**
 * Leaves a server no space on its disk for five to fifteen seconds.
 * @param mend what its operator does afterwards; default: nothing
 */
export function fillDisk(
  { process, turn }: ChaosServer,
  scene: Scene,
  mend: () => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  const fullMs = between(scene, 5, 15);
  return turn.run(async () => {
    const { disk } = process;
    if ('unavailable' in disk) throw new Error(disk.unavailable);
    await disk.fill();
    try {
      await sleep(fullMs);
    } finally {
      await disk.free();
    }
    await process.ready();
    await mend();
    return `full for ${inSeconds(fullMs)}`;
  });
}

/** Why its disk cannot be filled here, or null. */
export async function noDiskOf({ process: { disk } }: ChaosServer): Promise<string | null> {
  return 'unavailable' in disk ? disk.unavailable : null;
}
