import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { SERVICES } from '#contracts';
import { ROOT } from '../../tools/product/service-process.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

/** Set by `npm run test:schemathesis`: how many requests each route gets at most. */
const EXAMPLES = process.env.SCHEMATHESIS_EXAMPLES;
const MINUTES = 60_000;

/** What it looks for. It also knows what the others mean by a valid body, which a JSON schema cannot always say. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
/** They end the key or its member, never answer, or may answer 501 and 503 because nothing is set up or there. */
const LEFT_OUT = '^/v1/(session.*|whatsapp-connections|imports/.id./events)$';

/** Generated requests by somebody else's program than ours (fuzz.test.ts), from the OpenAPI document alone. */
describe.runIf(EXAMPLES !== undefined)('schemathesis', () => {
  let stack: Stack;
  let tenant: SeededTenant;

  beforeAll(async () => {
    const env = {
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      LIMIT_REQUESTS_PER_MINUTE: '1000000',
      LIMIT_ORGANISATION_REQUESTS_PER_MINUTE: '1000000',
    };
    stack = await startStack({ together: SERVICES, env });
    tenant = await stack.seed();
  }, 90_000);
  afterAll(() => stack?.stop());

  it(
    'finds nothing',
    async () => {
      const options = [
        ...['run', `${stack.url}/v1/openapi.json`, '--header', `Authorization:Bearer ${tenant.keys.admin}`],
        ...['--checks', CHECKS.join(), '--max-examples', EXAMPLES!, '--seed', '22', '--request-timeout', '10'],
        ...['--phases', 'examples,coverage,fuzzing', '--workers', '2', '--continue-on-failure', '--warnings', 'off'],
        ...['--suppress-health-check', 'all', '--exclude-path-regex', LEFT_OUT, '--no-shrink'],
      ];
      const run = spawn('schemathesis', options, {
        cwd: path.join(ROOT, '.local'),
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      const [status] = (await once(run, 'close')) as [number];
      expect(status).toBe(0);
    },
    30 * MINUTES,
  );
});
