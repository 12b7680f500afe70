import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, ProblemError, type Config } from '#platform';

/** How long a request waits for a place. Longer than most clients' patience would only be work for nobody. */
const PATIENCE_MS = 10_000;
/** More requests of an organisation do not even wait. */
const MOST_WAITING = 1_000;
const RETRY_AFTER_SECONDS = 1;
/** For how long after its last request an organisation counts as one that works beside others. */
const BESIDE_MS = 1_000;

interface Places {
  organisationId: string;
  taken: number;
  /** Those that wait, in the order of their arrival. */
  waiting: Set<() => void>;
}

/**
 * The requests that this gateway works on at the same time, so many for each organisation
 * (`LIMIT_ORGANISATION_REQUESTS_AT_ONCE`). The others of the organisation wait, where they cost nothing. A limit per minute
 * does not do this: 500 clients that ask in the same moment are within it, and everybody else would wait for all of them in
 * the one thread of the process and in its connections to MongoDB.
 *
 * An organisation of which more requests wait than it has places has one place while others work beside it. Each of its
 * places would otherwise be one more request that the others' requests share the thread with, so with eight of them they
 * would take nine times as long as alone. A page that sends some requests together is not meant.
 */
@Injectable()
export class RequestsAtOnce {
  private readonly organisations = new Map<string, Places>();
  /** Who sent the last request, and who the last one of any other organisation; and when. */
  private lastSender = { organisationId: '', at: -Infinity };
  private otherSender = this.lastSender;

  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'limits'>) {}

  /**
   * Waits for a place.
   * @param gone aborted when nobody waits for the answer any more
   * @returns gives the place back; may be called twice
   * @throws ProblemError `too_many_requests` when there was none in time
   */
  async enter(organisationId: string, gone?: AbortSignal): Promise<() => void> {
    this.noteSender(organisationId);
    const places = this.of(organisationId);
    if (places.taken < this.limitOf(places)) places.taken++;
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
    if (!places) this.organisations.set(organisationId, (places = { organisationId, taken: 0, waiting: new Set() }));
    return places;
  }

  /** How many places an organisation has now. */
  private limitOf({ organisationId, waiting }: Places): number {
    const limit = this.config.limits.organisationRequestsAtOnce;
    return waiting.size > limit && this.hasOthersBeside(organisationId) ? 1 : limit;
  }

  private hasOthersBeside(organisationId: string): boolean {
    const { lastSender, otherSender } = this;
    const other = lastSender.organisationId === organisationId ? otherSender : lastSender;
    return performance.now() - other.at < BESIDE_MS;
  }

  private noteSender(organisationId: string): void {
    if (this.lastSender.organisationId !== organisationId) this.otherSender = this.lastSender;
    this.lastSender = { organisationId, at: performance.now() };
  }

  /** Hands the place, and those that the organisation may have again, on to whoever has waited longest. */
  private leave(organisationId: string, places: Places): void {
    places.taken--;
    while (places.waiting.size > 0 && places.taken < this.limitOf(places)) {
      const [next] = places.waiting;
      places.taken++;
      next!();
    }
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
