import type { ContactChanges, OptOut, Reachability } from '#contracts';

/** What a person can change of a contact, as it is stored. */
interface StoredState {
  name: string;
  tags: string[];
  values: { name: string; value: string }[];
  optOut?: OptOut | null;
  reachability?: Reachability | null;
  takenBack?: boolean;
}

/** What is different between two states of a contact: only the fields that changed, each before and after. */
export function changesBetween(before: StoredState, after: StoredState): ContactChanges {
  const changes: ContactChanges = {};
  if (before.name !== after.name) changes.name = { before: before.name, after: after.name };
  if (!isSame(before.tags, after.tags)) changes.tags = { before: before.tags, after: after.tags };
  const values = changedValues(before.values, after.values);
  if (values.length > 0) changes.values = values;
  const optOut = { before: before.optOut ?? null, after: after.optOut ?? null };
  if (!isSame(optOut.before, optOut.after)) changes.optOut = optOut;
  const reachability = { before: before.reachability ?? null, after: after.reachability ?? null };
  if (!isSame(reachability.before, reachability.after)) changes.reachability = reachability;
  const takenBack = { before: before.takenBack ?? false, after: after.takenBack ?? false };
  if (takenBack.before !== takenBack.after) changes.takenBack = takenBack;
  return changes;
}

function changedValues(before: StoredState['values'], after: StoredState['values']) {
  if (before === after) return [];
  const left = new Map(before.map(({ name, value }) => [name, value]));
  const changed: NonNullable<ContactChanges['values']> = [];
  for (const { name, value } of after) {
    const old = left.get(name) ?? null;
    if (old !== value) changed.push({ name, before: old, after: value });
    left.delete(name);
  }
  for (const [name, value] of left) changed.push({ name, before: value, after: null });
  return changed;
}

function isSame(before: unknown, after: unknown): boolean {
  return before === after || JSON.stringify(before) === JSON.stringify(after);
}
