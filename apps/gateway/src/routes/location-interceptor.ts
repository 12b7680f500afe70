import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';

/** Sets `Location` after a `POST` to a collection: the path of the collection and the `id` of the answer. */
@Injectable()
export class LocationInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<{ id: string }>): Observable<{ id: string }> {
    const http = context.switchToHttp();
    const list = http.getRequest<FastifyRequest>().routeOptions.url;
    return next
      .handle()
      .pipe(tap(({ id }) => void http.getResponse<FastifyReply>().header('Location', `${list}/${id}`)));
  }
}
