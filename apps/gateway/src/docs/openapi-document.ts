import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Config } from '#platform';
import type { FastifyInstance } from 'fastify';
import { sessionCookieName } from '../access/session-cookie.js';
import { allowOwnStyles } from '../http/security-headers.js';
import { componentSchemas } from './api-schemas.js';

const DESCRIPTION = `The address book behind WhatsApp campaigns: import, segment, search and download contacts.

Errors are \`application/problem+json\` with a stable \`code\`. Lists answer \`{items, next, count}\`; give \`next\` as \`after\` for the following page.
Programs send an API key as \`Authorization: Bearer cntk_…\`. The page uses a session cookie, and the header \`X-Requested-With: contacts\` with every change.
Each operation names the lowest role that may call it (\`x-role\`), and the scope that a key needs (\`x-scope\`).`;

/** In place of the style of an element, which our policy forbids: its pictures are used elsewhere in the page. */
const HIDDEN_PICTURES = 'body > svg { position: absolute; width: 0; height: 0 }';

/** Serves the OpenAPI document at `/v1/openapi.json` and its page at `/docs`. */
export function serveDocs(app: NestFastifyApplication, config: Config): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.addHook('onRoute', (route) => {
    if (/^\/docs(\/|$)/.test(route.url)) route.onSend = allowOwnStyles();
  });
  SwaggerModule.setup('docs', app, () => makeDocument(app, config), {
    jsonDocumentUrl: 'v1/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Contacts API',
    customCss: HIDDEN_PICTURES,
    // Without the bar above, whose picture makes a style of its own.
    swaggerOptions: { layout: 'BaseLayout', displayRequestDuration: true, tryItOutEnabled: false },
  });
}

function makeDocument(app: NestFastifyApplication, config: Config): OpenAPIObject {
  const described = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Contacts')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'cntk_…' }, 'key')
    .addCookieAuth(sessionCookieName(config), { type: 'apiKey', in: 'cookie' }, 'session')
    .addSecurityRequirements('key')
    .addSecurityRequirements('session')
    .build();
  const document = SwaggerModule.createDocument(
    app,
    { ...described, components: { ...described.components, schemas: componentSchemas() } },
    // A method that serves several paths is named `method[1]`.
    { operationIdFactory: (_controller, method) => method.replace(/\W/g, '') },
  );
  for (const [path, methods] of Object.entries(document.paths))
    for (const operation of Object.values(methods as Record<string, Operation>)) addPathParameters(path, operation);
  return document;
}

type Operation = OpenAPIObject['paths'][string]['get'] & {};

/** Nest finds the parameters of a path by those of the handler, which may use none. */
function addPathParameters(path: string, { parameters }: Operation): void {
  for (const [, name = ''] of path.matchAll(/\{(\w+)\}/g))
    if (!parameters!.some((known) => 'name' in known && known.name === name))
      parameters!.push({ name, in: 'path', required: true, schema: { type: 'string' } });
}
