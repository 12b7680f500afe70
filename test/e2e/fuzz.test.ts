import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PROBLEMS, SERVICES, type ProblemCode } from '#contracts';
import { inParallel } from '../support/in-parallel.js';
import { broken, valuesOf, type Known } from '../support/json-values.js';
import { makeOneOfEach, type Ids } from '../support/one-of-each.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { nameOf, readApi, type Api, type Route } from '../support/routes.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

/** How many requests each route gets. `FUZZ_RUNS=1000 npx vitest run test/e2e/fuzz` takes minutes and finds more. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 4);
const SEED = Number(process.env.FUZZ_SEED ?? 22);
const PATIENCE_MS = 10_000;
/** What all services in one process have used at most. */
const MEMORY_MEGABYTES = 600;
const MEGABYTE_IN_KB = 1024;
/** What no request may cause while everything is up. */
const FAILURES: ProblemCode[] = ['internal_error', 'query_too_slow', 'unavailable'];

type Content = NonNullable<RequestInit['body']>;

/** A generated request. */
interface Attempt {
  path: string;
  body?: Content;
  headers: Record<string, string>;
}

/**
 * Generated requests to every route, by its schemas in the OpenAPI document and against them. Each is answered in time,
 * with a status and a shape that the document names, and never with 500.
 */
describe('generated requests', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let api: Api;
  let ids: Ids;
  let cookie: string;
  const ajv = new Ajv2020({ strict: false, validateFormats: false });

  beforeAll(async () => {
    stack = await startStack({
      together: SERVICES,
      env: {
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
        // Nobody is there.
        GRAPH_API_URL: 'http://127.0.0.1:1',
        LIMIT_REQUESTS_PER_MINUTE: '1000000',
        LIMIT_ORGANISATION_REQUESTS_PER_MINUTE: '1000000',
      },
    });
    tenant = await stack.seed();
    api = await readApi(stack.url);
    ajv.addSchema({ $id: 'api', components: { schemas: api.schemas } });
    ids = await makeOneOfEach(stack, tenant, '44687985632');
    const { email, password } = tenant.user;
    [cookie, ids.me] = [
      cookieOf(await postJson(`${stack.url}/v1/session`, { email, password })),
      '0197c5a0-1111-7000-8000-000000000001',
    ];
  }, 90_000);
  afterAll(() => stack?.stop());

  /** What the fields with these names often are, so that requests get beyond the first check. */
  const known = (): Known => ({
    accountId: tenant.accounts.map(({ id }) => id),
    segmentId: [ids.segments],
    import: [ids.imports],
    phone: ['34600111222', '+34 600 111 223', 'wa.me/34600111224'],
    url: ['http://127.0.0.1:1/hook', 'https://127.0.0.1:1/'],
    tag: [['x'], ['dog', 'vip']],
    timeZone: ['UTC', 'Europe/Madrid'],
  });

  /** Generated requests to a route. */
  function attempts(route: Route): fc.Arbitrary<Attempt> {
    const folder = route.path.split('/')[2]!;
    const inPath = route.parameters.filter((each) => each.in === 'path');
    const parts = fc.record(Object.fromEntries(inPath.map(({ name }) => [name, pathPart(ownId(name, folder))])));
    return fc.tuple(parts, queries(route), bodies(route), headers()).map(([part, query, body, more]) => ({
      path: route.path.replace(/\{(\w+)\}/g, (_, name: string) => part[name]!) + query,
      headers: { ...more, ...(body.type !== undefined && { 'content-type': body.type }) },
      ...(route.method !== 'GET' && body.content !== undefined && { body: body.content }),
    }));
  }

  const ownId = (name: string, folder: string): string =>
    ({ accountId: ids.accounts, phone: ids.phone, userId: ids.members, keyId: ids.keys })[name] ?? ids[folder]!;

  function pathPart(id: string): fc.Arbitrary<string> {
    const odd = fc.constantFrom(
      'x',
      '0',
      '%00',
      '..%2f..',
      '%ff',
      '%zz',
      '%7B%22$ne%22:1%7D',
      '__proto__',
      'a'.repeat(300),
    );
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((raw) => encodeURIComponent(raw));
    return fc.oneof({ weight: 8, arbitrary: fc.constant(id) }, fc.uuid(), odd, text);
  }

  function queries({ parameters }: Route): fc.Arbitrary<string> {
    const own = parameters.filter((each) => each.in === 'query');
    const values = (name: string, schema: Route['parameters'][number]['schema']) =>
      valuesOf(schema, api.resolve, { [name]: known()[name] ?? [] });
    const required = own.filter((each) => each.required).map(({ name }) => name);
    const valid = fc.record(Object.fromEntries(own.map(({ name, schema }) => [name, values(name, schema)])), {
      requiredKeys: required,
    });
    const odd = fc.constantFrom(
      '',
      'unknown=1',
      'limit=1&limit=2',
      'after=%00',
      'search=%zz',
      '%ff',
      'accountId[$ne]=1',
      '&&=&',
      `search=${'x'.repeat(17_000)}`,
    );
    const text = fc
      .oneof({ weight: 3, arbitrary: valid }, broken(valid))
      .map((query) =>
        new URLSearchParams(
          Object.entries(Object(query) as object).flatMap(([name, value]) =>
            [value].flat().map((each) => [name, textOf(each)] as [string, string]),
          ),
        ).toString(),
      );
    return fc.oneof({ weight: 6, arbitrary: text }, odd).map((query) => (query === '' ? '' : `?${query}`));
  }

  interface Body {
    type?: string;
    content?: Content;
  }
  function bodies({ json, form }: Route): fc.Arbitrary<Body> {
    const odd: fc.Arbitrary<Body> = fc.constantFrom<Body>(
      {},
      { type: 'application/json', content: '{"a":' },
      { type: 'application/json', content: '' },
      { type: 'application/json', content: '['.repeat(100_000) },
      { type: 'application/json; charset=utf-16', content: '{}' },
      { type: 'text/csv', content: 'a,b' },
      { type: 'a type', content: 'x' },
      { type: 'multipart/form-data', content: 'x' },
      { type: 'application/offset+octet-stream', content: 'x' },
    );
    if (form) {
      const fields = valuesOf(form, api.resolve, known());
      return fc.oneof(
        { weight: 8, arbitrary: fc.oneof(fields, broken(fields)).map((values) => ({ content: formOf(values) })) },
        odd,
      );
    }
    if (!json) return fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, odd);
    const valid = valuesOf(json.schema, api.resolve, known());
    const sent = fc.oneof({ weight: 3, arbitrary: valid }, { weight: 3, arbitrary: broken(valid) });
    return fc.oneof(
      { weight: 8, arbitrary: sent.map((value) => ({ type: 'application/json', content: JSON.stringify(value) })) },
      odd,
    );
  }

  const headers = (): fc.Arbitrary<Record<string, string>> =>
    fc.constantFrom<Record<string, string>>(
      { 'tus-resumable': '1.0.0', 'upload-offset': '0' },
      { 'tus-resumable': '1.0.0', 'upload-length': '10', 'upload-metadata': 'accountId x,,filename' },
      { 'if-match': '"x"', 'accept-language': 'es;q=x,*', 'idempotency-key': 'x'.repeat(300) },
      { 'x-request-id': '\u00e9'.repeat(100), accept: 'text/html', range: 'bytes=0-1' },
    );

  /** What the document does not name about the answer to a request; null: nothing. */
  async function faultOf(route: Route, { path, body, headers: more }: Attempt): Promise<string | null> {
    const who: Record<string, string> =
      route.role === 'public' ? {} : route.isPersonal ? { cookie } : { authorization: `Bearer ${tenant.keys.admin}` };
    const init: RequestInit = {
      method: route.method,
      headers: { ...more, ...who, 'x-requested-with': 'contacts' },
      redirect: 'manual',
    };
    if (body !== undefined) init.body = body;
    const answer = await fetch(`${stack.url}${path}`, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
    const isEndless = type === 'text/event-stream';
    const text = isEndless ? '' : await answer.text();
    if (isEndless) await answer.body!.cancel();
    const said = `${answer.status} ${type} ${text.slice(0, 300)}`;
    const declared = route.responses[answer.status];
    if (!declared) return `it does not name ${said}`;
    if (answer.status < 400) {
      const named = declared.content?.['application/json'];
      return named && !isEndless ? shapeFault(named.schema, text, said) : null;
    }
    if (type !== 'application/problem+json') return `no problem: ${said}`;
    const { code } = JSON.parse(text) as { code: ProblemCode };
    if (!route.problems.includes(code) || PROBLEMS[code].status !== answer.status)
      return `it does not name the code: ${said}`;
    if (FAILURES.includes(code)) return said;
    return shapeFault(declared.content!['application/problem+json']!.schema, text, said);
  }

  function shapeFault(schema: unknown, text: string, said: string): string | null {
    const { $ref } = schema as { $ref: string };
    const isValid = ajv.getSchema(`api${$ref}`)!;
    return isValid(JSON.parse(text)) ? null : `another shape (${ajv.errorsText(isValid.errors)}): ${said}`;
  }

  it(
    'get answers that the document names',
    async () => {
      const faults: string[] = [];
      // What ends or switches off our own things comes last.
      const isLast = ({ method, path }: Route): boolean => method === 'DELETE' || path === '/v1/accounts/{id}';
      for (const last of [false, true])
        await inParallel(
          api.routes.filter((route) => isLast(route) === last),
          async (route) => {
            const property = fc.asyncProperty(attempts(route), async (attempt) => {
              const fault = await faultOf(route, attempt).catch((error: unknown) => String(error));
              if (fault !== null) throw new Error(fault);
            });
            const { failed, counterexample, errorInstance } = await fc.check(property, {
              numRuns: RUNS,
              seed: SEED,
              endOnFailure: true,
            });
            if (failed)
              faults.push(
                `${nameOf(route)}: ${(errorInstance as Error).message} at ${JSON.stringify(counterexample).slice(0, 600)}`,
              );
          },
        );
      expect(faults).toEqual([]);
      expect(peakMegabytes(stack.service('all').pid)).toBeLessThan(MEMORY_MEGABYTES);
    },
    Math.max(60_000, RUNS * 5_000),
  );
});

function formOf(values: unknown): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(Object(values) as object)) {
    if (name === 'file') form.set('file', new Blob([textOf(value)]), 'contacts.csv');
    else form.append(name, textOf(value));
  }
  return form;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? Buffer.from(value).toString() : JSON.stringify(value);
}

function peakMegabytes(pid: number): number {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return Number(kilobytes) / MEGABYTE_IN_KB;
}
