import { ApiError } from '../../api/client.js';
import { ProblemAlert } from '../../ui/problem-alert.js';

/** The API's errors by field: `name`, `phone`, `tags`, `values.<name>`. */
export function fieldErrors(error: Error | null): Map<string, string> {
  const errors = (error instanceof ApiError && error.problem.errors) || [];
  return new Map(errors.map(({ field, message }) => [/^tags\b/.test(field) ? 'tags' : field, message]));
}

/** An error that no field shows. */
export function FieldProblems({ error, onRetry }: { error: Error | null; onRetry: () => void }) {
  return fieldErrors(error).size > 0 ? null : <ProblemAlert error={error} onRetry={onRetry} />;
}
