import { everyAccountOf } from '#persistence';
import { coded, finalCounts, IMPORT_STEPS, importCounts, type JobPayload } from '#contracts';
import type { Backends } from './backends.js';
import { finishImport } from './conclude.js';

/** Ends an import as `failed`, after its last attempt. Rows that were applied stay and are counted. */
export async function giveUp(
  backends: Backends,
  { kind, importId, organisationId }: JobPayload<'imports'>,
): Promise<void> {
  const record = await backends.imports.find(everyAccountOf(organisationId), importId);
  if (!record) return;
  const { failCheck, failApply } = IMPORT_STEPS.importer;
  await finishImport(backends, record, kind === 'check' ? failCheck : failApply, async (session) => {
    // Batches that are still under way are given up with the import, so that the counts stay true.
    await backends.ledger.close(importId, 'the import was given up', session);
    const counts = importCounts(record.checked, await backends.ledger.summary(importId, session));
    return {
      ...finalCounts(counts, record.rows),
      error: { ...coded(`internal_error/${kind}`), row: null, column: null },
    };
  });
}
