import type { ReplayRecord } from '../orders/replay.schema.js';
import type { MigrationStep } from './migration.js';

/**
 * Two replays of an account to the same subscriber could be opened at the same moment; now a unique index forbids it.
 * The newest goes on, since it sends everything; the others end as cancelled.
 */
export async function endDoubleReplays({ db, note }: MigrationStep): Promise<void> {
  const replays = db.collection<ReplayRecord>('replays');
  const open = await replays.find({ finishedAt: null }, { sort: { _id: -1 } }).toArray();
  const now = Date.now();
  const goingOn = new Set<string>();
  for (const [index, { _id, organisationId, accountId, to }] of open.entries()) {
    if (goingOn.has(`${accountId} ${to}`)) {
      // Different times, because the index holds for those that ended, too.
      const end = { status: 'cancelled', finishedAt: new Date(now + index), updatedAt: new Date() } as const;
      await replays.updateOne({ _id, organisationId, finishedAt: null }, { $set: end });
      await note(_id, { replaysEnded: 1 });
    }
    goingOn.add(`${accountId} ${to}`);
  }
}
