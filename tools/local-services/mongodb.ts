import { mongoDocker, mongoDownloaded, mongoEnvironment, mongoInstalled } from './mongod.js';
import { secantusByCargo, secantusByPython } from './secantus.js';
import type { Way } from './ways.js';

/** The ways to get a MongoDB, best first. */
export const mongoWays: Way[] = [
  mongoEnvironment,
  mongoDocker,
  mongoInstalled,
  mongoDownloaded,
  secantusByCargo,
  secantusByPython,
];
