import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '#platform';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { serveDocs } from '../docs/openapi-document.js';
import { QueueBoard } from '../queues/queue-board.js';
import { servePage } from '../page/serve-page.js';
import { addAccessLog } from './access-log.js';
import { AllowedMethods } from './allowed-methods.js';
import { addLanguage } from './language.js';
import { ProblemFilter } from './problem.filter.js';
import { isSecure } from './public-url.js';
import { addSecurityHeaders } from './security-headers.js';

/** Sets up everything about HTTP but the routes: prefix, hooks, plug-ins, errors, documentation and page. */
export async function configureHttp(app: NestFastifyApplication, config: Config, logger: Logger): Promise<void> {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const allowedMethods = app.get(AllowedMethods);
  allowedMethods.watch(fastify);
  app.setGlobalPrefix('v1', { exclude: ['healthz', 'readyz'] });
  app.useGlobalFilters(new ProblemFilter(logger, allowedMethods));

  fastify.decorateRequest('principal', null);
  addAccessLog(fastify, logger);
  addLanguage(fastify);
  stateCharset(fastify);
  await addSecurityHeaders(app, isSecure(config));
  await app.register(cookie);
  await app.register(multipart, { throwFileSizeLimit: false });
  acceptAnyBody(fastify);

  // Before the page: both register a file server, and the board would get that of the page.
  await app.get(QueueBoard).serve(fastify);
  await servePage(app);
  serveDocs(app, config);
}

/** Says that texts are UTF-8 where whoever sends them does not: the library of files, and that of the documentation. */
function stateCharset(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    const type = reply.getHeader('content-type');
    if (typeof type === 'string' && /^(?:text\/|image\/svg\+xml)[^;]*$/.test(type))
      reply.header('content-type', `${type}; charset=utf-8`);
    done();
  });
}

/**
 * Passes requests with a body of any other type to their route without reading it. Only there are the caller and the
 * expected type known. Fastify alone would answer 415 before authentication.
 */
function acceptAnyBody(fastify: FastifyInstance): void {
  fastify.removeContentTypeParser('text/plain');
  fastify.addContentTypeParser('*', (_request, _payload, done) => done(null));
}
