import type { ApiClient } from '#api-client';
import type { ChangedBy, ContactChange, ContactChanges, ContactHistory } from '#contracts';
import { UserError, type Report } from '#terminal';

/** Prints how a contact changed, the newest change first. @returns the exit status */
export async function printHistory(
  { api, account }: { api: ApiClient; account: string },
  phone: string,
  report: Report,
): Promise<number> {
  // The API has the digits alone.
  const digits = encodeURIComponent(phone.replace(/[\s+().-]/g, ''));
  const path = `/v1/accounts/${account}/contacts/${digits}/history?limit=200`;
  for (let after = ''; ;) {
    const page = await api.get<ContactHistory>(path + after).catch((cause: unknown) => {
      throw new UserError(`The history was not read: ${(cause as Error).message}`, { cause });
    });
    for (const change of page.items) for (const line of linesOf(change)) report.say(line);
    if (page.next === null) {
      if (!page.isComplete) report.say(howFar(page));
      return 0;
    }
    after = `&after=${page.next}`;
  }
}

function linesOf({ revision, at, changedBy, order, changes }: ContactChange): string[] {
  const by = `${authorOf(changedBy)}${order ? `, ${order.kind} ${order.id}` : ''}`;
  if (!changes) return [`${at}  ${revision === 1 ? 'added' : 'changed'} by ${by}`];
  return [`${at}  changed by ${by}`, ...detailsOf(changes).map((detail) => `  ${detail}`)];
}

function authorOf(changedBy: ChangedBy): string {
  return changedBy.kind === 'import'
    ? `row ${changedBy.row} of import ${changedBy.id}`
    : `${changedBy.kind} ${changedBy.id}`;
}

function detailsOf({ name, tags, values = [], optOut, reachability, takenBack }: ContactChanges): string[] {
  return [
    ...(name ? [`name: ${name.before} → ${name.after}`] : []),
    ...(tags ? [`tags: ${tags.before.join(', ')} → ${tags.after.join(', ')}`] : []),
    ...values.map((value) => `${value.name}: ${value.before ?? ''} → ${value.after ?? ''}`),
    ...(optOut ? [`opt-out: ${optOut.before?.scope ?? 'no'} → ${optOut.after?.scope ?? 'no'}`] : []),
    ...(takenBack ? [takenBack.after ? 'taken back by an undo' : 'no longer taken back'] : []),
    ...(reachability
      ? [`number: ${reachability.before?.status ?? 'unknown'} → ${reachability.after?.status ?? 'unknown'}`]
      : []),
  ];
}

function howFar({ keptDays }: ContactHistory): string {
  return keptDays > 0
    ? `Changes are kept for ${keptDays} days; earlier ones are not known.`
    : 'Earlier changes are not known.';
}
