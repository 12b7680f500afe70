import type { ApiClient } from '#api-client';
import { UNDO_PATHS, type Undo, type UndoForecast, type UndoTarget } from '#contracts';
import { followWithBar, UserError, type Progress, type Report } from '#terminal';

export interface UndoChoice {
  of: UndoTarget['kind'];
  /** Does it; otherwise only says what it would do. */
  yes?: boolean;
}

/** Says what an undo would do, or does it. @returns the exit status */
export async function undo(api: ApiClient, id: string, { of, yes }: UndoChoice, report: Report): Promise<number> {
  const refused = (cause: unknown) => {
    throw new UserError(`It cannot be undone: ${(cause as Error).message}`, { cause });
  };
  if (!yes) {
    const query = new URLSearchParams({ kind: of, id }).toString();
    const forecast = await api.get<UndoForecast>(`/v1/undos/forecast?${query}`).catch(refused);
    report.say(`It would do this${forecast.exact ? '' : ' at least'}: ${countsOf(forecast)}`);
    for (const { phone, name } of forecast.keptContacts) report.say(`  changed since: ${phone} ${name}`);
    report.say('Nothing was changed. --yes does it.');
    return 0;
  }
  const ordered = await api.post<Undo>(`/v1/${UNDO_PATHS[of]}/${id}/undo`).catch(refused);
  report.say(`Undo ${ordered.id}`);
  const done = await followWithBar(
    {
      label: 'Undoing',
      unit: 'contacts',
      follow: (onProgress) =>
        api.follow<Undo>(`/v1/undos/${ordered.id}`, ({ finishedAt }) => finishedAt !== null, onProgress),
      read: progressOf,
    },
    report,
  );
  report.say(`${done.status}: ${countsOf(done.counts)}`);
  if (done.error) report.say(done.error.message);
  return done.status === 'completed' ? 0 : 3;
}

function countsOf({ restored, takenBack, kept }: Undo['counts']): string {
  return `${restored} contacts as before, ${takenBack} new ones taken back, ${kept} changed since and left`;
}

function progressOf({ status, processed, contactsPerSecond }: Undo): Progress {
  return { stage: status, done: processed, total: null, perSecond: contactsPerSecond, secondsLeft: null };
}
