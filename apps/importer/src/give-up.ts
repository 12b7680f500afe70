import type { JobPayload } from '#contracts';
import type { Backends } from './backends.js';
import { finishImport } from './conclude.js';

const MESSAGES = {
  check:
    'Something went wrong on our side while the file was checked, and nothing was changed. Please upload it again.',
  apply:
    'Something went wrong on our side while the file was imported. What is counted as created, updated or unchanged is ' +
    'in; please upload the file again for the rest.',
};

/** Ends an import as `failed`, after so many attempts. What is in stays in and is counted. */
export async function giveUp(
  backends: Backends,
  { kind, importId, organisationId }: JobPayload<'imports'>,
): Promise<void> {
  const record = await backends.imports.find(organisationId, importId);
  if (!record) return;
  const { created, updated, unchanged, rejected } = await backends.ledger.summary(importId);
  const duplicate = record.checked?.duplicateRows ?? 0;
  const counts = {
    created,
    updated,
    unchanged,
    duplicate,
    rejected: (record.checked?.rejectedRows ?? 0) + rejected,
    unprocessed: 0,
  };
  const processed = Object.values(counts).reduce((sum, count) => sum + count, 0);
  counts.unprocessed = (record.rows ?? processed) - processed;
  await finishImport(backends, record, kind === 'check' ? ['uploaded', 'checking', 'ready'] : ['importing'], {
    status: 'failed',
    error: { code: 'internal_error', message: MESSAGES[kind], row: null, column: null },
    counts,
    processed,
  });
}
