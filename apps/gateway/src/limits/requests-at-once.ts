import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, ProblemError, type Config } from '#platform';

/** How long a request waits for a place. Longer than most clients' patience would only be work for nobody. */
const PATIENCE_MS = 10_000;
/** More requests of an organisation do not even wait. */
const MOST_WAITING = 1_000;
const RETRY_AFTER_SECONDS = 1;

interface Places {
  taken: number;
  /** Those that wait, in the order of their arrival. */
  waiting: Set<() => void>;
}

/**
 * The requests that this gateway works on at the same time, so many for each organisation
 * (`LIMIT_ORGANISATION_REQUESTS_AT_ONCE`). The others of the organisation wait, where they cost nothing. A limit per minute
 * does not do this: 500 clients that ask in the same moment are within it, and everybody else would wait for all of them in
 * the one thread of the process and in its connections to MongoDB.
 */
@Injectable()
export class RequestsAtOnce {
  private readonly organisations = new Map<string, Places>();

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'limits'>) {}

  /**
   * Waits for a place.
   * @param gone aborted when nobody waits for the answer any more
   * @returns gives the place back; may be called twice
   * @throws ProblemError `too_many_requests` when there was none in time
   */
  async enter(organisationId: string, gone?: AbortSignal): Promise<() => void> {
    const places = this.of(organisationId);
    if (places.taken < this.config.limits.organisationRequestsAtOnce) places.taken++;
    else await wait(places, gone);
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      this.leave(organisationId, places);
    };
  }

  private of(organisationId: string): Places {
    let places = this.organisations.get(organisationId);
    if (!places) this.organisations.set(organisationId, (places = { taken: 0, waiting: new Set() }));
    return places;
  }

  /** Hands the place on to whoever has waited longest. */
  private leave(organisationId: string, places: Places): void {
    const [next] = places.waiting;
    if (next) return next();
    places.taken--;
    if (places.taken === 0) this.organisations.delete(organisationId);
  }
}

/** Ends when a place was handed on. */
function wait({ waiting }: Places, gone?: AbortSignal): Promise<void> {
  if (gone?.aborted || waiting.size >= MOST_WAITING) throw tooMany();
  return new Promise((resolve, reject) => {
    const end = (then: () => void) => () => {
      waiting.delete(take);
      clearTimeout(timer);
      gone?.removeEventListener('abort', giveUp);
      then();
    };
    const take = end(resolve);
    const giveUp = end(() => reject(tooMany()));
    const timer = setTimeout(giveUp, PATIENCE_MS);
    gone?.addEventListener('abort', giveUp);
    waiting.add(take);
  });
}

function tooMany(): ProblemError {
  return new ProblemError('too_many_requests/at_once', {
    with: { seconds: RETRY_AFTER_SECONDS },
    headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
  });
}
