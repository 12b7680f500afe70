import type { Operation, ImportAsked } from '../operations.js';
import type { Random } from '../random.js';
import type { World } from '../world.js';

/** How much the clients do before they may end. */
export interface Amounts {
  imports: number;
  rows: number;
  cancels: number;
  /** Imports that wait in one account at the same time, once. */
  queued: number;
}

/** Everything that is done to the product through its API, by several clients at once, until they are told to end. */
export class Clients {
  /** All that was asked for so far. */
  readonly operations: Operation[] = [];

  constructor(
    private readonly world: World,
    private readonly random: Random,
    private readonly amounts: Amounts,
  ) {}

  /** Begins to work in the background. */
  start(): void {
    throw new Error('not here yet');
  }

  /** Whether they have done at least what was to be done. */
  get haveDoneEnough(): boolean {
    throw new Error('not here yet');
  }

  /** In a few words, such as `31 imports with 620,000 rows`. */
  get progress(): string {
    throw new Error('not here yet');
  }

  /** Imports some contacts, and resolves when that has ended. A fault uses it that needs an import at its time. */
  importInto(_accountId: string, _rows: number): Promise<ImportAsked> {
    throw new Error('not here yet');
  }

  /** Begins nothing new, and resolves when all that was asked for has ended. */
  finish(): Promise<void> {
    throw new Error('not here yet');
  }
}
