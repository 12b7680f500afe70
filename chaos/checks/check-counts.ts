import { isDeepStrictEqual } from 'node:util';
import { isFinished, type ImportCounts } from '#contracts';
import type { ImportRecord, TagChangeRecord } from '#persistence';
import type { History } from '../history.js';
import type { ImportAsked, ReplayAsked } from '../operations.js';
import { keyOf } from '../rules.js';
import type { Evidence } from './evidence.js';
import type { Written } from './check-revisions.js';
import { Cases, inDigits, type Finding } from './check.js';
import { NOBODY, type Chronicle } from './chronicle.js';

/** Checks that what records say about their work is what the history of contacts shows. */
export function checkCounts(
  { history, operations, stored }: Evidence,
  chronicle: Chronicle,
  { written, revisionsOf }: { written: readonly Written[]; revisionsOf: readonly number[] },
): Finding[] {
  const [imports, removals, changes, replays] = [new Cases(), new Cases(), new Cases(), new Cases()];
  let [rows, removed] = [0, 0];
  for (const [author, asked] of chronicle.imports.entries()) {
    const record = stored.imports.find(({ _id }) => _id === asked.id);
    if (!record) continue;
    rows += record.rows ?? 0;
    imports.addAll(
      faultsOfImport(asked, record, written[author]!, history).map((text) => `import ${asked.id}: ${text}`),
    );
    removed += [...written[author]!.removed.values()].reduce((sum, count) => sum + count, 0);
    removals.addAll(faultsOfRemovals(asked, record, written[author]!, history));
  }
  for (const [author, writing] of chronicle.writings.entries()) {
    if (writing.kind !== 'tag-change') continue;
    const records = stored.tagChanges.filter(
      ({ accountId, add, remove }) => accountId === writing.accountId && [...add, ...remove].includes(writing.tag),
    );
    changes.addAll(faultsOfChange(writing.tag, records, revisionsOf[author]!));
  }
  const replayed = operations.filter((one) => one.kind === 'replay');
  for (const replay of replayed) replays.addAll(faultsOfReplay(replay, chronicle));
  return [
    imports.finding(
      'The counts of each import add up to its rows, and are those of the history',
      `${inDigits(chronicle.imports.length)} imports, ${inDigits(rows)} rows`,
    ),
    removals.finding('Blank columns are counted as they were removed', `${inDigits(removed)} values`),
    changes.finding('Tag changes count what they changed', `${inDigits(stored.tagChanges.length)} tag changes`),
    replays.finding('Replays send every contact', `${inDigits(replayed.length)} replays`),
  ];
}

function faultsOfImport(
  { cancelled, file, record: seen }: ImportAsked,
  record: ImportRecord,
  { created, updated }: Written,
  history: History,
): string[] {
  const { counts, processed, rows, status } = record;
  if (!isFinished(status)) return [];
  const isChecked = record.checked !== null;
  const good = file.rows - file.duplicate - file.rejected;
  const { unprocessed } = counts;
  const expected: ImportCounts = isChecked
    ? { created, updated, unchanged: good - created - updated - unprocessed, ...stated(file), unprocessed }
    : { created, updated, unchanged: 0, duplicate: 0, rejected: 0, unprocessed };
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const faults: string[] = [];
  const expect = (what: string, is: unknown, should: unknown) => {
    if (!isDeepStrictEqual(is, should)) faults.push(`${what}: ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);
  };
  expect('its counts', { ...counts }, expected);
  expect('the sum of its counts', total, rows ?? 0);
  if (isChecked) expect('its rows', rows, file.rows);
  if (isChecked) expect('processed', processed, total - unprocessed);
  if (unprocessed > 0 && status === 'completed')
    faults.push(`${unprocessed} rows are unprocessed, but it is completed`);
  if (status === 'cancelled' && !cancelled) faults.push('it is cancelled, and nobody cancelled it');
  if (status !== 'cancelled' && isChecked && !['failed', 'rejected'].includes(status))
    expect('its status', status, counts.rejected + unprocessed > 0 ? 'completed_with_errors' : 'completed');
  const announced = history.finishes.get(record._id) ?? [];
  const end = { status, rows: rows ?? 0, counts: { ...counts } };
  if (!announced.some((finish) => isDeepStrictEqual(finish, end)))
    faults.push(`its end ${JSON.stringify(end)} was announced as ${JSON.stringify(announced)}`);
  if (announced.length > 1 && !record.reopenedAt) faults.push(`it ended several times: ${JSON.stringify(announced)}`);
  if (seen && !record.reopenedAt) {
    expect('the status that a client saw', seen.status, status);
    expect('the counts that a client saw', seen.counts, { ...counts });
  }
  return faults;
}

function stated({ duplicate, rejected }: ImportAsked['file']) {
  return { duplicate, rejected };
}

function faultsOfRemovals({ id }: ImportAsked, record: ImportRecord, { removed }: Written, history: History): string[] {
  const announced = new Map<string, number>();
  for (const [name, contacts] of history.removals.get(id) ?? []) announced.set(keyOf(name), contacts);
  return [...new Set([...announced.keys(), ...removed.keys()])].flatMap((name) => {
    const [said, was] = [announced.get(name), removed.get(name) ?? 0];
    // Without an announcement it stopped in the middle, and only an import that was cancelled or failed may.
    if (said === was || (said === undefined && !record.status.startsWith('completed'))) return [];
    return [`import ${id} says that ${said} contacts lost ${name}, and ${was} did`];
  });
}

function faultsOfChange(tag: string, records: readonly TagChangeRecord[], revisions: number): string[] {
  const updated = records.reduce((sum, { counts }) => sum + counts.updated, 0);
  const faults = updated === revisions ? [] : [`changes of ${tag} count ${updated} contacts, and changed ${revisions}`];
  for (const { _id, counts, processed } of records) {
    const total = counts.updated + counts.unchanged + counts.rejected;
    if (total !== processed) faults.push(`tag change ${_id} processed ${processed} contacts, and counts ${total}`);
  }
  return faults;
}

/** A completed replay has sent each contact that was there when it began, and no more than were there when it ended. */
function faultsOfReplay({ accountId, begun, ended, id, record }: ReplayAsked, chronicle: Chronicle): string[] {
  if (record?.status !== 'completed') return [];
  let [least, most] = [0, 0];
  for (let contact = 0; contact < chronicle.contacts; contact++) {
    if (chronicle.accountOf(contact) !== accountId) continue;
    const creator = chronicle.authorAt[chronicle.starts[contact]!]!;
    if (creator !== NOBODY && chronicle.ends[creator]! < begun) least++;
    if (creator === NOBODY || chronicle.writings[creator]!.begun <= ended) most++;
  }
  if (record.processed >= least && record.processed <= most) return [];
  return [`replay ${id} sent ${record.processed} contacts, and should have sent ${least} to ${most}`];
}
