// Separate from the schemas, so that the web page can use it without loading zod.

/** Every state of an import, in order. */
export const IMPORT_STATUSES = [
  'uploaded',
  'checking',
  'ready',
  'importing',
  'completed',
  'completed_with_errors',
  'rejected',
  'cancelled',
  'failed',
] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** States in which an import stays unless somebody acts. An import in any other state is open. */
export const FINISHED_IMPORT_STATUSES = [
  'completed',
  'completed_with_errors',
  'rejected',
  'cancelled',
  'failed',
] as const;
export function isFinished(status: ImportStatus): boolean {
  return (FINISHED_IMPORT_STATUSES as readonly string[]).includes(status);
}
