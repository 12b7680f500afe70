import { isFinished, type Import, type ProblemCode } from '#contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportAsked } from '../operations.js';
import type { Random } from '../random.js';
import type { Context } from './context.js';
import { followToEnd, upload } from './importing.js';
import { followReplay, followTagChange, orderReplay, orderTagChange } from './orders.js';

const POLL_MS = 100;
/** An import that does not come to the moment for which it was chosen is cancelled anyway. */
const PATIENCE_MS = 30_000;

/** The moments at which an import is cancelled. */
const MOMENTS: ((state: Import) => boolean)[] = [
  () => true,
  ({ status }) => status !== 'uploaded',
  ({ status, waitingFor }) => waitingFor !== null || isPast(status),
  ({ status, waitingFor }) => isPast(status) && waitingFor === null,
  ({ status, processed, counts }) => isPast(status) && processed > counts.duplicate + counts.rejected,
];

function isPast(status: Import['status']): boolean {
  return status === 'importing' || isFinished(status);
}

/** Imports a small file, or orders something else, and cancels it at some moment. */
export async function cancelOne(context: Context, random: Random): Promise<void> {
  const choice = random.int(1, 20);
  if (choice <= 15) return cancelImport(context, random);
  if (choice <= 19) {
    const asked = await orderTagChange(context, random);
    await sleep(random.int(0, 1_000));
    asked.cancelled = true;
    await cancel(context, `/v1/tag-changes/${asked.records[0]!.id}`);
    return followTagChange(context, asked);
  }
  const asked = await orderReplay(context, random);
  if (!asked) return;
  await sleep(random.int(0, 2_000));
  asked.cancelled = true;
  await cancel(context, `/v1/replays/${asked.id}`);
  return followReplay(context, asked);
}

async function cancelImport(context: Context, random: Random): Promise<void> {
  const isConfirmed = random.chance(0.2);
  const asked = await upload(context, {
    accountId: context.randomAccount(random),
    rows: random.int(200, 2_000),
    seed: `cancelled ${context.nextNumber()}`,
    ...(isConfirmed && { options: { start: 'confirm' } }),
  });
  await until(context, asked, isConfirmed ? ({ status }) => status === 'ready' : random.pick(MOMENTS));
  await sleep(random.int(0, 300));
  asked.cancelled = true;
  await cancel(context, `/v1/imports/${asked.id}`);
  await followToEnd(context, asked);
}

async function until(context: Context, { id }: ImportAsked, isNow: (state: Import) => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  await context.follow<Import>(`/v1/imports/${id}`, (state) => isNow(state) || Date.now() > deadline, POLL_MS);
}

/** It may have ended in the meantime. */
async function cancel(context: Context, path: string): Promise<void> {
  const mayBe: ProblemCode[] = ['wrong_state'];
  const { refused } = await context.calls.ask({ method: 'POST', path: `${path}/cancel`, mayBe });
  if (!refused) context.cancels++;
}
