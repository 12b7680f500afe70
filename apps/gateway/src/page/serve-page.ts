import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromRoot } from '#platform';
import { newNonce, pageContentSecurityPolicy } from '../http/security-headers.js';
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
    if (isPageNavigation(`/${file}`, request.headers)) return sendPage(reply);
    return reply
      .header('Cache-Control', HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache')
      .sendFile(file);
  });
}

/** Each answer has a nonce of its own, which styles must know to be applied. The file is small, and may be built anew. */
async function sendPage(reply: FastifyReply): Promise<FastifyReply> {
  const nonce = newNonce();
  const html = await readFile(path.join(PAGE_FOLDER, 'index.html'), 'utf8').catch(() => null);
  // Answers that there is none.
  if (html === null) return reply.sendFile('index.html');
  reply.raw.setHeader('Content-Security-Policy', pageContentSecurityPolicy(nonce));
  return reply
    .header('Cache-Control', 'no-cache')
    .type('text/html; charset=utf-8')
    .send(html.replaceAll('CSP_NONCE', nonce));
}
