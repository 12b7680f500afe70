import { isFinished } from '#contracts';
import type { FreezeAsked, Operation } from '../operations.js';
import { hint, keyOf, readState } from '../rules.js';
import type { Evidence } from './evidence.js';
import { Cases, inDigits, type Finding } from './check.js';
import type { Chronicle } from './chronicle.js';

/** Checks that everything that was asked for is known and has ended, and that frozen audiences and files are right. */
export function checkEnds(evidence: Evidence, chronicle: Chronicle): Finding[] {
  const [ends, forgotten, freezes, files] = [new Cases(), new Cases(), new Cases(), new Cases()];
  const records = recordsOf(evidence);
  for (const { id, kind, status, isEnd } of records.values())
    if (!isEnd && !evidence.expected.failure(id)) ends.add(() => `${kind} ${id} is ${status}`);
  const ids = evidence.operations.flatMap(idsOf);
  for (const { id, kind } of ids) if (!records.has(id)) forgotten.add(() => `${kind} ${id} is not known`);
  const frozen = evidence.operations.filter((one) => one.kind === 'freeze');
  for (const freeze of frozen) freezes.addAll(faultsOfFreeze(freeze, chronicle));
  const exported = evidence.operations.filter((one) => one.kind === 'export');
  for (const { id, fileRows, record } of exported)
    if (record?.status === 'completed' && fileRows !== record.rows)
      files.add(() => `export ${id} has ${fileRows} rows, and says ${record.rows}`);
  const members = frozen.reduce((sum, freeze) => sum + (freeze.members?.length ?? 0), 0);
  return [
    ends.finding('Everything ends', `${inDigits(records.size)} imports, orders and campaigns`),
    forgotten.finding('What was accepted is never forgotten', `${inDigits(ids.length)} ids`),
    freezes.finding(
      'A frozen audience has whom it must have, and nobody else',
      `${inDigits(frozen.length)} audiences, ${inDigits(members)} members`,
    ),
    files.finding('A download has the rows that it says', `${inDigits(exported.length)} downloads`),
  ];
}

interface Known {
  id: string;
  kind: string;
  status: string;
  isEnd: boolean;
}

function recordsOf({ stored }: Evidence): Map<string, Known> {
  const { imports, exports, tagChanges, replays, campaigns } = stored;
  const orders = (kind: string, list: readonly { _id: string; status: string }[]) =>
    list.map(({ _id: id, status }) => ({ id, kind, status, isEnd: ['completed', 'cancelled'].includes(status) }));
  const known: Known[] = [
    ...imports.map(({ _id: id, status }) => {
      return { id, kind: 'import', status, isEnd: isFinished(status) && !['failed', 'rejected'].includes(status) };
    }),
    ...orders('export', exports),
    ...orders('tag change', tagChanges),
    ...orders('replay', replays),
    ...campaigns.map(({ _id: id, state }) => ({ id, kind: 'campaign', status: state, isEnd: state !== 'scheduled' })),
  ];
  return new Map(known.map((one) => [one.id, one]));
}

function idsOf(operation: Operation): { id: string; kind: string }[] {
  const { kind } = operation;
  if (kind === 'edit') return [];
  if (kind === 'tag-change') return operation.records.map(({ id }) => ({ id, kind }));
  return [{ id: operation.id, kind }];
}

/**
 * Who had the tag all the time must be in, who never had it must not be, and nobody may be in twice. Who must not be
 * contacted counts as without the tag.
 */
function faultsOfFreeze(
  { accountId, begun, ended, id, members, record, tag }: FreezeAsked,
  chronicle: Chronicle,
): string[] {
  const { history, writings, ends } = chronicle;
  const faults = new Cases();
  const code = record?.error?.code;
  if (members === null && code !== 'empty_audience') faults.add(() => `was not frozen: ${code}`);
  const phones = new Set(members);
  if (members && phones.size < members.length) faults.add(() => `${members.length - phones.size} are in twice`);
  const part = hint(tag);
  const hasTag = (text: string | null) => {
    if (text === null || !text.includes(part)) return false;
    const { tags, optedOut } = readState(text);
    return tags.has(keyOf(tag)) && !optedOut;
  };
  for (let contact = 0; contact < chronicle.contacts; contact++) {
    if (chronicle.accountOf(contact) !== accountId) continue;
    const states = chronicle.statesDuring(
      contact,
      (author) => ends[author]! < begun,
      (author) => writings[author]!.begun > ended,
    );
    const isIn = phones.delete(history.phones[contact]!);
    const matching = states.filter(hasTag).length;
    if (isIn && matching === 0) faults.add(() => `has who never had ${tag}: ${chronicle.lately(contact)}`);
    if (!isIn && states.length > 0 && matching === states.length)
      faults.add(() => `lacks who always had ${tag}: ${chronicle.lately(contact)}`);
  }
  for (const phone of phones) faults.add(() => `has ${phone}, who is no contact`);
  return faults.lines.map((text) => `campaign ${id} ${text}`);
}
