import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ProblemError } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { AllowedMethods } from './allowed-methods.js';
import { sendProblem } from './problem-answer.js';
import { toProblem } from './to-problem.js';

/** Turns every error into an answer. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly allowedMethods: AllowedMethods,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.methodNotAllowed(error, request) ?? toProblem(error);
    if (problem.status >= 500) {
      const fields = {
        requestId: request.id,
        route: request.routeOptions.url,
        code: problem.code,
        err: problem.extra.cause ?? problem,
      };
      if (problem.code === 'unavailable') this.logger.warn(fields, 'a dependency is away');
      else this.logger.error(fields, 'the request failed');
    }
    // Once the answer has begun, closing the connection is the only way to signal an error.
    if (reply.sent || reply.raw.headersSent) reply.raw.destroy();
    else sendProblem(reply, problem, request.id);
  }

  /** Nest answers 404 to every unknown route. If the path exists with other methods, the answer is 405. */
  private methodNotAllowed(error: unknown, request: FastifyRequest): ProblemError | null {
    if (!(error instanceof HttpException) || error.getStatus() !== 404) return null;
    const methods = this.allowedMethods.of(request.url.split('?')[0]!);
    if (methods.length === 0 || methods.includes(request.method)) return null;
    const allow = methods.join(', ');
    return new ProblemError('method_not_allowed', { with: { methods: allow }, headers: { Allow: allow } });
  }
}
