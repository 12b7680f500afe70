import type { AuditVerification } from '#contracts';
import { bad, good, type Report } from '#terminal';

/** @returns the exit status: 0, or 2 when something is not as it was written */
export function sayVerification(
  what: string,
  { entries, removedUpTo, head, chainedLater, broken }: AuditVerification,
  report: Report,
): number {
  if (broken) {
    const place = broken.sequence === null ? '' : ` at number ${broken.sequence}`;
    report.say(`${bad('✗')} ${what}: ${FAULTS[broken.fault]}${place}${broken.id ? ` (entry ${broken.id})` : ''}`);
    return 2;
  }
  report.say(`${good('✓')} ${what}: ${entries} entries are as they were written`);
  if (removedUpTo)
    report.say(`  up to number ${removedUpTo.sequence}, of ${removedUpTo.at}, they were kept long enough and removed`);
  if (chainedLater > 0) report.say(`  up to number ${chainedLater}, builds before wrote them; an upgrade chained them`);
  if (head) report.say(`  the newest: --expect ${head.sequence}:${head.hash}`);
  return 0;
}

const FAULTS: Record<NonNullable<AuditVerification['broken']>['fault'], string> = {
  missing: 'an entry is missing',
  changed: 'an entry is not what was written',
  replaced: 'an entry was replaced',
  repeated: 'two entries have the same number',
  cut_off: 'the newest entries are missing',
  added: 'there are more entries than were written',
  not_chained:
    'an entry has no number: a service of a build before wrote it ("npm run migrate -- --clean-up" chains it), or somebody else',
  not_expected: 'the entry is another one than before',
};
