import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import { ProblemError } from '#platform';

/** Refuses callers that exceed a rate limit, with a problem of ours. */
@Injectable()
export class RateGuard extends ThrottlerGuard {
  /** One count for all routes, so that nobody can get around a limit by calling another route. */
  protected override generateKey(_context: ExecutionContext, tracker: string, limiter: string): string {
    return `${limiter}:${tracker}`;
  }

  protected override async throwThrottlingException(
    _context: ExecutionContext,
    { limit, timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    throw new ProblemError('too_many_requests', {
      with: { limit, seconds: timeToBlockExpire },
      headers: { 'Retry-After': String(timeToBlockExpire) },
    });
  }
}
