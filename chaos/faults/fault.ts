import type { Clients } from '../clients/clients.js';
import type { Random } from '../random.js';
import type { World } from '../world.js';

/** What a fault happens to. */
export interface Scene {
  world: World;
  clients: Clients;
  /** The fault's own choices, for victims and times. */
  random: Random;
  /** How long something takes: 1 in a full run, less in a quick one. */
  pace: number;
}

/** Something bad that happens to the product. */
export interface Fault {
  /** As in the table of results. */
  name: string;
  /** How often it happens in the full run. */
  full: number;
  /** Why it cannot happen on this machine, or null. */
  unavailable?(world: World): Promise<string | null>;
  /**
   * Lets it happen, and resolves when it is over: the server is back, the process runs again.
   * @returns what happened, in a few words, for the log: `contacts 2 for 14 s`
   */
  happen(scene: Scene): Promise<string>;
}
