import type { History } from '../history.js';
import type { Operation } from '../operations.js';
import type { Stored } from './stored.js';

/** Everything that checks compare. */
export interface Evidence {
  history: History;
  operations: readonly Operation[];
  stored: Stored;
  accountIds: readonly string[];
  expected: Expected;
}

/** What a fault has caused on purpose, so that it is not a finding. */
export interface Expected {
  deadLetter: (letter: Stored['deadLetters'][number]) => boolean;
  waitingEvent: (event: Stored['outbox'][number]) => boolean;
  /** Whether an import, export, tag change, replay or campaign with this id may have failed. */
  failure: (id: string) => boolean;
}

export const NOTHING_EXPECTED: Expected = {
  deadLetter: () => false,
  waitingEvent: () => false,
  failure: () => false,
};
