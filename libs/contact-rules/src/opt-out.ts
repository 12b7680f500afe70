import type { ImportOptions, OptOut, OptOutScope, Statement } from '#contracts';
import { fold } from './fold.js';

/**
 * The mark "do not contact" of a contact. A new one has only a scope, and perhaps a reason: whoever stores it adds when
 * it was set and by whom.
 */
export type OptOutMark = Pick<OptOut, 'scope'> & Partial<OptOut>;
type Marked = { optOut?: OptOutMark | null };

type Answer = NonNullable<Statement['optOut']>;

const ANSWERS = new Map<string, Answer>([
  ...['yes', 'y', 'true', '1', 'x', 'sí', 'si', 'sim'].map((text) => [text, 'yes'] as const),
  ...['all', 'todos', 'todas'].map((text) => [text, 'all'] as const),
  ...['no', 'n', 'false', '0', 'não'].map((text) => [text, 'no'] as const),
]);

/** Reads a tidied cell of the column `opt_out`. @returns null when it says none of these */
export function readOptOut(cell: string): Answer | null {
  return ANSWERS.get(fold(cell)) ?? null;
}

/** What a download writes for a mark. */
export function optOutCell({ scope }: OptOutMark): string {
  return scope === 'organisation' ? 'all' : 'yes';
}

/**
 * The mark after a row of a file. A row may take a mark off only with `optOut: 'clear'`, and never one for all accounts of
 * the organisation, because the file is about one account.
 * @returns the same mark as before when nothing changes; null when it is taken off
 */
export function mergeOptOut(
  before: Marked['optOut'],
  stated: Statement['optOut'],
  { optOut }: Pick<ImportOptions, 'optOut'>,
): Marked['optOut'] {
  if (stated === 'no') return optOut === 'clear' && before?.scope === 'account' ? null : before;
  if (stated === undefined) return before;
  const scope = stated === 'all' ? 'organisation' : 'account';
  return isAsWide(before, scope) ? before : { scope };
}

/** Whether a mark also says what another one with this scope would say. The first one stays, with its time and reason. */
export function isAsWide(mark: OptOutMark | null | undefined, scope: OptOutScope): boolean {
  return mark?.scope === 'organisation' || mark?.scope === scope;
}
