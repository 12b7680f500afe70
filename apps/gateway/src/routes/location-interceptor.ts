import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';

/** Says where what a `POST` to a list has made is: in the list, by the answer's `id`. */
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
