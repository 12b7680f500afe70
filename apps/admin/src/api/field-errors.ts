import { ApiError } from './client.js';

/**
 * Splits an error into the parts for the fields of a form and the rest.
 * @param known the fields that the form has, by the API's names
 * @returns the API's sentence for each field that is wrong, and the error if it is also about something else
 */
export function fieldErrors<F extends string>(
  error: Error | null,
  known: readonly F[],
): { fields: Partial<Record<F, string>>; rest: Error | null } {
  const wrong = error instanceof ApiError ? (error.problem.errors ?? []) : [];
  const ofForm = wrong.filter(({ field }) => known.some((name) => name === field));
  const fields = Object.fromEntries(ofForm.map(({ field, message }) => [field, message]));
  return {
    fields: fields as Partial<Record<F, string>>,
    rest: wrong.length > 0 && ofForm.length === wrong.length ? null : error,
  };
}
