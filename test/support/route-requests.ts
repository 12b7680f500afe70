import type { JsonSchema } from './json-values.js';
import { tusHeaders, type Ids } from './one-of-each.js';
import { nameOf, type Api, type Parameter, type Route } from './routes.js';

/** Where a request has an id: a parameter, a field of the body by its path, or of the form or the headers. */
export interface Place {
  where: 'path' | 'query' | 'json' | 'form' | 'tus';
  name: string;
  fields: string[];
  /** Other parameters that go with it. */
  beside?: Record<string, string>;
}

export interface RouteRequest {
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body?: unknown;
}

interface RouteAnswer {
  /** Status, headers and body, without what differs in every request. */
  text: string;
  status: number;
  body: string;
  ms: number;
}

/** The last field of the path of an id that is in a list. */
const ITEM = '[]';

/** Every place of a route for an id. */
export function placesOf(route: Route, { resolve }: Api): Place[] {
  const { parameters, json, form } = route;
  const ofPath = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
  const ofQuery = parameters.filter((each) => each.in === 'query' && hasId(each.schema)).map(({ name }) => name);
  const kinds = parameters.find(({ name }) => name === 'kind')?.schema as { enum?: string[] } | undefined;
  const inBody = json ? idsIn(json.schema, resolve) : [];
  const inForm = form ? idsIn(form, resolve) : [];
  const place = (where: Place['where'], fields: string[]): Place => ({ where, name: nameOfField(fields), fields });
  return [
    ...ofPath.map((name) => place('path', [name])),
    ...ofQuery.flatMap((name) =>
      name === 'id'
        ? kinds!.enum!.map((kind) => ({ ...place('query', ['id']), beside: { kind } }))
        : [place('query', [name])],
    ),
    ...inBody.map((fields) => place('json', fields)),
    ...inForm.map((fields) => place('form', fields)),
    ...(nameOf(route) === 'POST /v1/uploads' ? [place('tus', ['accountId'])] : []),
  ];
}

const hasId = (schema: JsonSchema): boolean => (schema as { format?: string }).format === 'uuid';
const nameOfField = (fields: string[]): string => fields.filter((field) => field !== ITEM).at(-1)!;

/** The paths of the fields that are ids. */
function idsIn(schema: JsonSchema, resolve: Api['resolve']): string[][] {
  if (typeof schema === 'boolean') return [];
  if (typeof schema.$ref === 'string') return idsIn(resolve(schema.$ref), resolve);
  if (hasId(schema)) return [[]];
  const choices = (schema.anyOf ?? schema.oneOf ?? []) as JsonSchema[];
  const ofFields = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).flatMap(([name, part]) =>
    idsIn(part, resolve).map((path) => [name, ...path]),
  );
  const ofItems = schema.items === undefined ? [] : idsIn(schema.items as JsonSchema, resolve);
  return [
    ...ofFields,
    ...ofItems.map((path) => [ITEM, ...path]),
    ...choices.flatMap((choice) => idsIn(choice, resolve)),
  ];
}

/**
 * A request with ids of one's own, except at one place.
 * @param place null: nowhere
 */
export function requestTo(route: Route, place: Place | null, own: Ids, others: Ids): RouteRequest {
  const id = (where: Place['where'], fields: string[], beside = place?.beside): string => {
    const isThere = place?.where === where && place.fields.join() === fields.join();
    return idOf(route, nameOfField(fields), isThere ? others : own, beside);
  };
  const query = new URLSearchParams(place?.beside);
  for (const parameter of route.parameters.filter((each) => each.in === 'query'))
    if (parameter.required || (place?.where === 'query' && place.name === parameter.name))
      query.set(
        parameter.name,
        hasId(parameter.schema)
          ? id('query', [parameter.name], place?.beside ?? { kind: 'import' })
          : firstOf(parameter, place),
      );
  const request: RouteRequest = {
    path: route.path.replace(/\{(\w+)\}/g, (_, name: string) => id('path', [name])),
    query,
    headers: place?.where === 'tus' ? tusHeaders(id('tus', ['accountId'])) : {},
  };
  if (route.json) request.body = bodyOf(route.json.example, place, id);
  if (place?.where === 'form') request.body = formOf(id('form', ['accountId']));
  return request;
}

const firstOf = ({ name, schema }: Parameter, place: Place | null): string =>
  place?.beside?.[name] ?? (schema as { enum: string[] }).enum[0]!;

/** The example of the document, with our own account and the id of the place. */
function bodyOf(example: unknown, place: Place | null, id: (where: 'json', fields: string[]) => string): unknown {
  const body = structuredClone(example) as Record<string, unknown>;
  const set = (fields: string[]): void => {
    const names = fields.at(-1) === ITEM ? fields.slice(0, -1) : fields;
    if (names.includes(ITEM)) throw new Error(`No request with ${fields.join('.')}: an id in an object in a list`);
    const holder = names.slice(0, -1).reduce((at, name) => (at[name] ??= {}) as Record<string, unknown>, body);
    holder[names.at(-1)!] = names === fields ? id('json', fields) : [id('json', fields)];
  };
  if ('accountId' in body) set(['accountId']);
  if ('filter' in body) set(['filter', 'accountId']);
  if (place?.where === 'json') set(place.fields);
  // Conditions of its own, or a segment.
  if (body.segmentId !== undefined) delete body.segment;
  // Administrators are never limited to accounts.
  if (body.accountIds != null && body.role === 'admin') body.role = 'viewer';
  return body;
}

function formOf(accountId: string): FormData {
  const form = new FormData();
  form.set('accountId', accountId);
  form.set('start', 'confirm');
  form.set('file', new Blob(['id,name\n44687985632,Jane Smith\n']), 'contacts.csv');
  return form;
}

/** The folders whose ids a field has. An unknown kind of id fails the test: add it here, and to one-of-each.ts. */
const FOLDERS: Record<string, string> = {
  ...{ accountId: 'accounts', segmentId: 'segments', import: 'imports', importId: 'imports', phone: 'phone' },
  ...{ actorId: 'members', userId: 'members', keyId: 'keys', organisationId: 'organisations', accountIds: 'accounts' },
};

/** The kind of an id, as {@link Ids} call it. */
export function kindOf({ path }: Route, name: string, { kind }: Record<string, string> = {}): string {
  const isOfPath = name === 'id' || name === 'after';
  if (isOfPath) return kind === undefined ? path.split('/')[2]! : `${kind}s`;
  return FOLDERS[name] ?? name;
}

function idOf(route: Route, name: string, ids: Ids, beside?: Record<string, string>): string {
  const id = ids[kindOf(route, name, beside)];
  if (id === undefined) throw new Error(`No id for ${name} of ${route.path}`);
  return id;
}

/** Sends a request as somebody, and reads the answer. */
export async function sendTo(
  url: string,
  { method }: Route,
  { path, query, headers, body }: RouteRequest,
  who: Record<string, string>,
): Promise<RouteAnswer> {
  const sent: RequestInit =
    body === undefined
      ? {}
      : body instanceof FormData
        ? { body }
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const began = performance.now();
  const answer = await fetch(`${url}${path}${query.size > 0 ? `?${query.toString()}` : ''}`, {
    ...sent,
    method,
    headers: { 'tus-resumable': '1.0.0', ...who, ...(sent.headers as Record<string, string>), ...headers },
    redirect: 'manual',
  });
  const text = await textOf(answer);
  const ms = performance.now() - began;
  const named = [...answer.headers]
    .filter(([name]) => name !== 'date' && name !== 'content-length')
    .map(([name, value]) => `${name}: ${value}`);
  const all = `${answer.status} ${named.sort().join(', ')} ${text}`;
  return { text: all.replace(UUID, 'id').replace(TIME, 'time'), status: answer.status, body: text, ms };
}

/** An event stream would not end. */
async function textOf(answer: Response): Promise<string> {
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer.text();
  await answer.body?.cancel();
  return 'an event stream';
}

export const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
