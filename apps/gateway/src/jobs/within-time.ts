import { ProblemError } from '#platform';

/**
 * Waits for a dependency no longer than this: Redis' client waits for a connection that is away, which is right for
 * workers and wrong for a request.
 * @throws ProblemError `unavailable` when it takes longer
 */
export async function withinTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ProblemError('unavailable', 'A part of the service is away; try again in a moment.')),
      milliseconds,
    );
  });
  // What fails after its time is over has nobody left to tell.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
