import { isFinished } from '#contracts';
import type { ImportRecord } from '#persistence';
import type { Evidence } from './evidence.js';
import { Cases, inDigits, type Finding } from './check.js';

/** Checks that nothing waits any more, and that the object store has what it should have. */
export function checkLeftovers({ expected, stored }: Evidence): Finding[] {
  const waiting = new Cases();
  for (const event of stored.outbox)
    if (!expected.waitingEvent(event))
      waiting.add(() => `${event.event} ${event._id} waits for ${event.pending.join(', ')}`);
  for (const letter of stored.deadLetters)
    if (!expected.deadLetter(letter)) waiting.add(() => `a dead letter: ${JSON.stringify(letter)}`);
  for (const { _id, state } of stored.webhookMessages) waiting.add(() => `the message ${_id} is ${state}`);
  for (const { _id, importIds } of stored.queues) waiting.add(() => `account ${_id} has a queue: ${importIds.join()}`);
  for (const batch of stored.openBatches)
    if (!expected.failure(batch.importId)) waiting.add(() => `batch ${batch._id} has no outcome`);
  return [
    waiting.finding('Nothing is stuck', `${inDigits(stored.deadLetters.length)} dead letters`),
    checkObjects(stored),
  ];
}

/** Checks that the object store has the objects that records name, and no others. */
export function checkObjects(stored: Evidence['stored']): Finding {
  const objects = new Cases();
  const lists = new Set(stored.campaigns.map(({ freezeId }) => freezeId));
  for (const freezeId of stored.frozenLists)
    if (!lists.has(freezeId)) objects.add(() => `the frozen list ${freezeId} is no campaign’s`);

  const named = namedObjects(stored, new Set(stored.deadLetters.map(({ importId }) => importId)));
  for (const key of stored.objects) if (!named.delete(key)) objects.add(() => `nobody needs the object ${key}`);
  for (const key of named) objects.add(() => `the object ${key} is missing`);
  for (const key of stored.uploads) objects.add(() => `the upload of ${key} is open`);
  return objects.finding(
    'No object is orphaned or missing, and no upload left open',
    `${inDigits(stored.objects.length)} objects`,
  );
}

function namedObjects({ campaigns, exports, imports }: Evidence['stored'], withLetters: ReadonlySet<string | null>) {
  const keys = [
    ...imports.flatMap((record) => objectsOf(record, withLetters.has(record._id))),
    ...exports.map(({ objectKey }) => objectKey),
    ...campaigns.map(({ objectKey }) => objectKey),
  ];
  return new Set(keys.filter((key) => key != null));
}

/** After its end an import needs its error file, and its rows as long as dead letters may be replayed. */
function objectsOf({ checked, sourceKey, status }: ImportRecord, hasLetters: boolean): (string | null | undefined)[] {
  const { rowsKey, duplicatesKey, errorsKey, lateErrorsKey } = checked ?? {};
  if (isFinished(status) && !hasLetters) return [lateErrorsKey ?? errorsKey];
  return [isFinished(status) ? null : sourceKey, rowsKey, duplicatesKey, errorsKey, lateErrorsKey];
}
