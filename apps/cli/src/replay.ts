import type { ApiClient } from '#api-client';
import type { Replay, ReplayRequest } from '#contracts';
import { followWithBar, UserError, type Progress, type Report } from '#terminal';
import { reasonOf } from './connect.js';

/** Tells a subscriber of every contact of an account again. @returns the exit status */
export async function replay(
  { api, account }: { api: ApiClient; account: string },
  { to, watch }: Pick<ReplayRequest, 'to'> & { watch?: boolean },
  report: Report,
): Promise<number> {
  const { id } = await api
    .post<Replay>('/v1/replays', { accountId: account, to } satisfies ReplayRequest)
    .catch((cause: unknown) => {
      throw new UserError(`The replay was not started: ${reasonOf(cause)}`, { cause });
    });
  report.say(`Replay ${id}`);
  if (!watch) return 0;
  const done = await followWithBar(
    {
      label: 'Replaying',
      unit: 'contacts',
      follow: (onProgress) =>
        api.follow<Replay>(`/v1/replays/${id}`, ({ finishedAt }) => finishedAt !== null, onProgress),
      read: progressOf,
    },
    report,
  );
  report.say(`${done.status}: ${to} was told of ${done.processed} contacts`);
  if (done.error) report.say(done.error.message);
  return done.status === 'completed' ? 0 : 3;
}

function progressOf({ status, processed, expected, eventsWaiting, contactsPerSecond }: Replay): Progress {
  const left = expected === null || !contactsPerSecond ? null : (expected - processed) / contactsPerSecond;
  const stage = processed === expected && eventsWaiting > 0 ? `${eventsWaiting} events wait` : status;
  return { stage, done: processed, total: expected, perSecond: contactsPerSecond, secondsLeft: left };
}
