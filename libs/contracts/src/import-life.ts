import type { ImportStatus } from './import-status.js';

/** A transition in the life of an import. It is allowed only from one of the states `from`. */
interface Step {
  from: readonly ImportStatus[];
  to: ImportStatus;
}

/**
 * The state machine of an import: every transition, by the service that may perform it. `ImportsRepository.step`
 * accepts no other transition. ARCHITECTURE.md describes what follows each.
 */
export const IMPORT_STEPS = {
  gateway: {
    /** A user confirmed the import. */
    start: { from: ['ready'], to: 'importing' },
    /** A user said how the file is to be read otherwise, so it is checked again. That of a refused import is kept for this. */
    checkAgain: { from: ['ready', 'rejected'], to: 'checking' },
    /** A user cancelled the import while no worker held it. If a worker holds it, the import is only asked to stop. */
    cancel: { from: ['uploaded', 'ready'], to: 'cancelled' },
    /** Its dead letters are replayed. */
    reopen: { from: ['completed_with_errors'], to: 'importing' },
  },
  importer: {
    /** The check starts, or starts again after a crash. */
    check: { from: ['uploaded', 'checking'], to: 'checking' },
    /** The file was checked. */
    ready: { from: ['checking'], to: 'ready' },
    /** The file is refused as a whole. */
    reject: { from: ['checking'], to: 'rejected' },
    /** The file has no rows, so there is nothing to confirm. */
    completeEmpty: { from: ['checking'], to: 'completed' },
    cancelCheck: { from: ['checking'], to: 'cancelled' },
    /** The upload had `start=auto`. */
    start: { from: ['ready'], to: 'importing' },
    complete: { from: ['importing'], to: 'completed' },
    /** Rows were rejected or remain unprocessed. */
    completeWithErrors: { from: ['importing'], to: 'completed_with_errors' },
    cancelApply: { from: ['importing'], to: 'cancelled' },
    /** The job `check` was given up. */
    failCheck: { from: ['uploaded', 'checking', 'ready'], to: 'failed' },
    /** The job `apply` was given up. */
    failApply: { from: ['importing'], to: 'failed' },
  },
} as const satisfies Record<string, Record<string, Step>>;

type StepOf<Service extends keyof typeof IMPORT_STEPS> =
  (typeof IMPORT_STEPS)[Service][keyof (typeof IMPORT_STEPS)[Service]];
export type ImporterStep = StepOf<'importer'>;
export type ImportStep = StepOf<'gateway'> | ImporterStep;
