import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { routeOf } from '../routes/route-declaration.js';
import { RequestsAtOnce } from './requests-at-once.js';

/** Lets a request go on when its organisation has a place for it ({@link RequestsAtOnce}), which it keeps until its answer. */
@Injectable()
export class AtOnceGuard implements CanActivate {
  constructor(private readonly requests: RequestsAtOnce) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
    const { raw } = context.switchToHttp().getResponse<FastifyReply>();
    // Whose client has gone away before this, `close` would not come.
    if (!principal || routeOf(context)?.lasting || raw.destroyed) return true;
    const gone = new AbortController();
    // After the answer, or when the client goes away.
    raw.once('close', () => gone.abort());
    const leave = await this.requests.enter(principal.organisationId, gone.signal);
    if (gone.signal.aborted) leave();
    else gone.signal.addEventListener('abort', leave);
    return true;
  }
}
