import type { ImportStatus } from './import-status.js';

/** A step in the life of an import: it is taken only from one of the states `from`. */
interface Step {
  from: readonly ImportStatus[];
  to: ImportStatus;
}

/**
 * The life of an import: every step from one state to another, by the service that may take it. There is no other step:
 * `ImportsRepository.step` takes one of these. ARCHITECTURE.md says what follows each.
 */
export const IMPORT_STEPS = {
  gateway: {
    /** Somebody said yes. */
    start: { from: ['ready'], to: 'importing' },
    /** Somebody cancelled it while nobody worked at it. While somebody does, it is only asked to stop. */
    cancel: { from: ['uploaded', 'ready'], to: 'cancelled' },
    /** Its dead letters are replayed. */
    reopen: { from: ['completed_with_errors'], to: 'importing' },
  },
  importer: {
    /** Checking begins, or begins again after a crash. */
    check: { from: ['uploaded', 'checking'], to: 'checking' },
    /** The file was checked. */
    ready: { from: ['checking'], to: 'ready' },
    /** The shape of the file is wrong. */
    reject: { from: ['checking'], to: 'rejected' },
    /** The file has no rows: there is nothing to say yes to. */
    completeEmpty: { from: ['checking'], to: 'completed' },
    cancelCheck: { from: ['checking'], to: 'cancelled' },
    /** The upload said `start=auto`. */
    start: { from: ['ready'], to: 'importing' },
    complete: { from: ['importing'], to: 'completed' },
    /** Rows were rejected or are left unprocessed. */
    completeWithErrors: { from: ['importing'], to: 'completed_with_errors' },
    cancelApply: { from: ['importing'], to: 'cancelled' },
    /** The job `check` failed too often. */
    failCheck: { from: ['uploaded', 'checking', 'ready'], to: 'failed' },
    /** The job `apply` failed too often. */
    failApply: { from: ['importing'], to: 'failed' },
  },
} as const satisfies Record<string, Record<string, Step>>;

type StepOf<Service extends keyof typeof IMPORT_STEPS> =
  (typeof IMPORT_STEPS)[Service][keyof (typeof IMPORT_STEPS)[Service]];
export type ImporterStep = StepOf<'importer'>;
export type ImportStep = StepOf<'gateway'> | ImporterStep;
