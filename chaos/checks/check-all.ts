import { checkCounts } from './check-counts.js';
import { checkEnds } from './check-ends.js';
import { checkLeftovers } from './check-leftovers.js';
import { checkOrder } from './check-order.js';
import { RevisionCheck } from './check-revisions.js';
import { checkStored } from './check-stored.js';
import type { Finding } from './check.js';
import { Chronicle } from './chronicle.js';
import type { Evidence } from './evidence.js';
import { openStored } from './stored.js';

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
