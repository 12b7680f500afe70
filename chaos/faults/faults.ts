import type { Fault } from './fault.js';
import { mongodbFaults } from './mongodb.js';
import { networkFaults } from './network.js';
import { poisonFaults } from './poison.js';
import { redisFaults } from './redis.js';
import { serviceFaults } from './services.js';
import { storageFaults } from './storage.js';

/** Every fault, in the order of the table of results. */
export const faults: readonly Fault[] = [
  ...serviceFaults,
  ...redisFaults,
  ...mongodbFaults,
  ...storageFaults,
  ...networkFaults,
  ...poisonFaults,
];
