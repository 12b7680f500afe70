import type { History } from '../history.js';
import type { Operation } from '../operations.js';
import { checkCounts } from './check-counts.js';
import { checkEnds } from './check-ends.js';
import { checkLeftovers } from './check-leftovers.js';
import { checkOrder } from './check-order.js';
import { RevisionCheck } from './check-revisions.js';
import { checkStored } from './check-stored.js';
import type { Finding } from './check.js';
import { Chronicle } from './chronicle.js';
import { openStored, type Stored } from './stored.js';

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

/**
 * Compares what clients asked for, what a subscriber was told, and what is stored. Call it when all that was asked for
 * has ended, all events were handled, and the object store was swept.
 * @param env the direct addresses of the servers
 */
export async function checkAll(
  evidence: Omit<Evidence, 'stored'> & { env: Record<string, string>; organisationId: string },
): Promise<Finding[]> {
  const { stored, close } = await openStored(evidence.env, evidence.organisationId);
  try {
    return await checkEvidence({ ...evidence, stored });
  } finally {
    await close();
  }
}

/** {@link checkAll}, of what was read already. */
export async function checkEvidence(evidence: Evidence): Promise<Finding[]> {
  const { history, operations, stored } = evidence;
  const chronicle = new Chronicle(history, operations, stored.imports);
  const revisions = new RevisionCheck(chronicle, stored.imports);
  return [
    ...revisions.run(),
    ...checkOrder(chronicle),
    ...checkCounts(evidence, chronicle, revisions),
    ...(await checkStored(evidence, chronicle)),
    ...checkEnds(evidence, chronicle),
    ...checkLeftovers(evidence),
  ];
}
