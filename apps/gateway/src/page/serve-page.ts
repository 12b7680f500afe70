import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { fileURLToPath } from 'node:url';
import { fromRoot } from '#platform';
import { isPageNavigation } from './navigation.js';

/** Where the build puts the page. */
const PAGE_FOLDER = fileURLToPath(fromRoot('dist/apps/admin/public/'));

/** Names of files under assets/ contain a hash of their content. */
const HASHED = /^assets\//;

/** Serves the web page at `/`. */
export async function servePage(app: NestFastifyApplication): Promise<void> {
  await app.register(fastifyStatic, { root: PAGE_FOLDER, serve: false, cacheControl: false });
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.get<{ Params: { '*': string } }>('/*', (request, reply) => {
    const file = request.params['*'];
    if (isPageNavigation(`/${file}`, request.headers))
      return reply.header('Cache-Control', 'no-cache').sendFile('index.html');
    return reply
      .header('Cache-Control', HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache')
      .sendFile(file);
  });
}
