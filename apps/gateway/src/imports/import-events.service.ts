import { Injectable, type MessageEvent, type OnModuleDestroy } from '@nestjs/common';
import { isFinished, type Import, type Language } from '#contracts';
import type { AccountScope } from '#persistence';
import { isTransient, ProblemError } from '#platform';
import {
  catchError,
  distinctUntilChanged,
  EMPTY,
  endWith,
  exhaustMap,
  from,
  ignoreElements,
  interval,
  map,
  merge,
  share,
  Subject,
  takeUntil,
  takeWhile,
  throwError,
  timer,
  type Observable,
} from 'rxjs';
import type { AdmitAgain } from '../access/admit-again.js';
import { inLanguage } from '../http/language.js';
import { RequestsAtOnce } from '../limits/requests-at-once.js';
import { ImportsService } from './imports.service.js';

const POLL_MS = 500;
/** Nobody gets an event by rights that are older. */
const RIGHTS_MS = 2_000;
/** Shorter than the time after which proxies close an idle connection. */
const HEARTBEAT_MS = 15_000;

/** Streams the changes of an import. It polls the record, because any process may change it. */
@Injectable()
export class ImportEventsService implements OnModuleDestroy {
  private readonly stopping = new Subject<void>();

  constructor(
    private readonly imports: ImportsService,
    private readonly requests: RequestsAtOnce,
  ) {}

  /** Ends all streams when the service stops. Browsers reconnect to another gateway. */
  onModuleDestroy(): void {
    this.stopping.next();
  }

  /**
   * Emits the import now and at every change until it is finished, and a comment now and then as a keep-alive. It completes
   * early when the caller may not see the import any more: a client that connects again is told why.
   * @param scope what they may see now
   */
  follow(scope: AccountScope, admitAgain: AdmitAgain, importId: string, language: Language): Observable<MessageEvent> {
    const rights = freshRights(scope, admitAgain);
    const read = () =>
      this.inPlace(scope, () => inLanguage(language, async () => this.imports.read(await rights(), importId)));
    const changes = timer(0, POLL_MS).pipe(
      exhaustMap(() => from(read()).pipe(catchError(skipWhileAway))),
      distinctUntilChanged((before, now) => JSON.stringify(before) === JSON.stringify(now)),
      takeWhile((now) => !isFinished(now.status), true),
      catchError(endIfRefused),
      share(),
    );
    const end = changes.pipe(ignoreElements(), endWith(null));
    const heartbeats = interval(HEARTBEAT_MS).pipe(
      map(() => ({ comment: 'still here' })),
      takeUntil(end),
    );
    return merge(changes.pipe(map((now) => ({ data: now }))), heartbeats).pipe(takeUntil(this.stopping));
  }

  /** The stream itself has no place, but each look at the record does, or hundreds of streams would have as many. */
  private async inPlace<T>({ organisationId }: AccountScope, read: () => Promise<T>): Promise<T> {
    const leave = await this.requests.enter(organisationId);
    try {
      return await read();
    } finally {
      leave();
    }
  }
}

/** The rights of a caller, which are looked at again before they become old. */
function freshRights(first: AccountScope, admitAgain: AdmitAgain): () => Promise<AccountScope> {
  let [rights, lookedAt] = [first, performance.now()];
  return async () => {
    const now = performance.now();
    if (now - lookedAt >= RIGHTS_MS) [rights, lookedAt] = [await admitAgain(), now];
    return rights;
  };
}

function endIfRefused(error: unknown): Observable<never> {
  return error instanceof ProblemError && error.status < 500 ? EMPTY : throwError(() => error);
}

function skipWhileAway(error: unknown): Observable<Import> {
  const isCrowded = error instanceof ProblemError && error.code === 'too_many_requests';
  return isCrowded || isTransient(error) ? EMPTY : throwError(() => error);
}
