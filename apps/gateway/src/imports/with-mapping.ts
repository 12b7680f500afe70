import { asChosen, headerOf, readHeader } from '#contact-rules';
import type { ImportMapping, ImportOptions, Limits } from '#contracts';
import type { ImportRecord } from '#persistence';
import { ProblemError } from '#platform';

/**
 * The options of an import with this mapping.
 * @throws ProblemError `invalid_request` when the mapping does not fit the columns of its checked file
 */
export function withMapping(
  { status, columns, options }: ImportRecord,
  mapping: ImportMapping,
  limits: Limits,
): ImportOptions {
  if (status === 'ready' || columns.length > 0) {
    const header = readHeader(columns.map(headerOf), limits, 1, [], asChosen(mapping));
    if (!header.ok) {
      const { code, with: parameters } = header.error;
      throw new ProblemError('invalid_request/mapping', { errors: [{ field: 'mapping', code, with: parameters }] });
    }
  }
  return { ...options, mapping };
}
