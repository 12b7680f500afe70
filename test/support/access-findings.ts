import { KEY_SCOPES, ROLES, type KeyScope, type Role } from '#contracts';
import { inParallel } from './in-parallel.js';
import type { Ids } from './one-of-each.js';
import { kindOf, placesOf, requestTo, sendTo, UUID, type Place, type RouteRequest } from './route-requests.js';
import { nameOf, type Api, type Route } from './routes.js';

/** Answers 405 to everybody. */
const NEVER = /^DELETE \/v1\/(accounts\/\{accountId\}\/)?contacts/;

/** Somebody who calls. */
export interface Caller {
  name: string;
  headers: Record<string, string>;
  /** Null: nobody, whatever they send. */
  role: Role | null;
  kind: 'key' | 'person' | 'person without our header';
  /** Of a key; missing: all. */
  scopes?: readonly KeyScope[];
  isOperator?: true;
  mayNotDownload?: true;
}

/** How the declaration of a route refuses a caller; null: it does not. */
export function refusal(route: Route, caller: Caller): string | null {
  const { method, role, scope, problems } = route;
  const lacksHeader = caller.kind === 'person without our header' && method !== 'GET';
  if (role === 'public') return lacksHeader && problems.includes('csrf') ? '403 csrf' : null;
  if (caller.role === null) return '401 not_signed_in';
  if (lacksHeader) return '403 csrf';
  const isAllowed =
    ROLES.indexOf(caller.role) >= ROLES.indexOf(role) &&
    (scope === 'any' || (caller.scopes ?? KEY_SCOPES).includes(scope)) &&
    !(route.isDownload && caller.mayNotDownload) &&
    !(route.isPersonal && caller.kind === 'key') &&
    !(route.isForOperators && !caller.isOperator);
  return isAllowed ? null : '403 not_allowed';
}

/**
 * Calls each route as somebody, with an id that is none or a query that it does not know, so that it does nothing.
 * @returns each answer that does not follow from the declaration of its route
 */
export async function wrongAnswers(url: string, routes: readonly Route[], caller: Caller): Promise<string[]> {
  const wrong: string[] = [];
  await inParallel(routes, async (route) => {
    const [answer, expected] = [await call(url, route, caller), refusal(route, caller)];
    const isRight = expected === null ? !/^401|not_allowed|csrf/.test(answer) : answer === expected;
    if (!isRight) wrong.push(`${caller.name}: ${nameOf(route)} is ${answer}, not ${expected ?? 'allowed'}`);
  });
  return wrong.sort();
}

/** @returns the status, and the code of a problem */
export async function call(url: string, route: Route, { headers }: Caller): Promise<string> {
  const path = route.path.replace(/\{\w+\}/g, 'x');
  const query = new URLSearchParams({ unknown: '1' });
  const { status, body } = await sendTo(url, route, { path, query, headers: {} }, headers);
  return `${status} ${/^\{"type":"urn:contacts:problem:(\w+)"/.exec(body)?.[1] ?? ''}`;
}

/** Somebody who asks for what is theirs, and for what belongs to others. */
export interface World {
  api: Api;
  url: string;
  /** The headers of whoever calls a route. */
  who: (route: Route) => Record<string, string>;
  own: Ids;
  /** What they may not see. */
  theirs: Ids;
  /** What does not exist. As new as `theirs`, because lists continue after an id in the order of ids. */
  nobodys: Ids;
}

/** The routes that a caller of this role may call, and those that are for operators, which answer 403 for every id. */
export function routesFor(role: Role, { routes }: Api): Route[] {
  return routes.filter((route) => !route.isPublic && ROLES.indexOf(role) >= ROLES.indexOf(route.role as Role));
}

/** How long answers took, in milliseconds. */
export interface Times {
  theirs: number[];
  nobodys: number[];
}

/**
 * Asks with an id of others at one place, and with an id of nobody.
 * @param times gets how long both took
 * @returns how the answers differ, or that they are not those of an id which does not exist. None if all is well.
 */
export async function differences(world: World, route: Route, place: Place, times?: Times): Promise<string[]> {
  const { url, own } = world;
  const answers: Partial<Record<keyof Times, string>> = {};
  // In turns, so that neither always has what the other has warmed up.
  const isOdd = (times?.theirs.length ?? 0) % 2 === 1;
  for (const whose of isOdd ? (['theirs', 'nobodys'] as const) : (['nobodys', 'theirs'] as const)) {
    const { text, ms } = await sendTo(url, route, requestTo(route, place, own, world[whose]), world.who(route));
    answers[whose] = text;
    times?.[whose].push(ms);
  }
  const at = `${nameOf(route)} with ${place.where} ${place.fields.join('.')}`;
  const { theirs = '', nobodys = '' } = answers;
  const expected = statusOfNone(route, place);
  return [
    ...(theirs === nobodys ? [] : [`${at}: ${theirs} is not ${nobodys}`]),
    ...(expected === null || theirs.startsWith(expected) ? [] : [`${at}: ${theirs} is not ${expected}`]),
  ];
}

/** The problem of an id that nobody has, by the name of its field. */
const NOT_FOUND: Record<string, string> = {
  ...{ accountId: 'account_not_found', accountIds: 'account_not_found', segmentId: 'segment_not_found' },
  ...{ organisationId: 'organisation_not_found' },
};

/** How the answer to an id of nobody begins; null: the id only selects, so it selects nothing. */
function statusOfNone(route: Route, { where, name }: Place): string | null {
  if (NEVER.test(nameOf(route))) return '405 ';
  if (route.isForOperators) return '403 ';
  const code = NOT_FOUND[name];
  const isAsked = where === 'path' || name === 'id' || (code !== undefined && route.problems.includes(code));
  return isAsked ? '404 ' : null;
}

/** Whether the times tell something. A wide margin: what looks at more than one's own would be seen all the same. */
export function slowness({ theirs, nobodys }: Times): string[] {
  const [seen, unseen] = [median(theirs), median(nobodys)];
  const isTold = Math.abs(seen - unseen) >= 2 + Math.max(seen, unseen) / 2;
  return isTold ? [`ids of others take ${seen} ms, those of nobody ${unseen} ms`] : [];
}

/** The places of a route for an id, of these kinds only if they are given. */
export function placesIn(route: Route, api: Api, kinds?: readonly string[]): Place[] {
  const places = placesOf(route, api);
  return kinds ? places.filter(({ name, beside }) => kinds.includes(kindOf(route, name, beside))) : places;
}

/** The lists among these routes: they need no id in their path. */
export function listsIn(routes: readonly Route[]): Route[] {
  return routes.filter(({ method, path }) => method === 'GET' && !path.includes('{'));
}

/** @returns for a list, the ids in it that belong to others, and whether one's own are in it */
export async function strangersIn(world: World, list: Route): Promise<{ found: string[]; showsOwn: boolean }> {
  const { url, own, who } = world;
  const { body } = await sendTo(url, list, requestTo(list, null, own, own), who(list));
  const shows = (id: string): boolean => body.includes(id);
  return { found: namesOfTheirs(world, nameOf(list), body), showsOwn: Object.values(own).some(shows) };
}

function namesOfTheirs({ theirs, own }: World, at: string, body: string): string[] {
  const strange = Object.entries(theirs).filter(([kind, id]) => id !== own[kind] && body.includes(id));
  return strange.map(([kind, id]) => `${at} shows ${kind} ${id}`);
}

/** The routes whose pages continue after a text that we made, which may hide ids. */
export function routesWithCursors(routes: readonly Route[]): Route[] {
  return routes.filter(({ method, parameters }) => {
    const after = parameters.find(({ name }) => name === 'after')?.schema as Record<string, unknown> | undefined;
    return method === 'GET' && after?.type === 'string' && after.format === undefined && after.pattern === undefined;
  });
}

/**
 * Takes the cursor of a page of others, and uses it for one's own list.
 * @param as the headers of somebody who may see what is theirs
 * @returns what the answer shows of them, or how it differs from that to a cursor with ids of nobody
 */
export async function cursorFindings(world: World, list: Route, as: Record<string, string>): Promise<string[]> {
  const { url, own, theirs, who } = world;
  const first = requestTo(list, null, theirs, theirs);
  if (list.query.includes('accountId')) first.query.set('accountId', theirs.accounts!);
  first.query.set('limit', '1');
  const { body } = await sendTo(url, list, first, as);
  const { next } = JSON.parse(body) as { next?: string | null };
  if (typeof next !== 'string') return [`${nameOf(list)}: no second page, so no cursor to try`];
  const after = (cursor: string): RouteRequest => {
    const request = requestTo(list, null, own, own);
    request.query.set('after', cursor);
    return request;
  };
  const seen = await sendTo(url, list, after(next), who(list));
  const unseen = await sendTo(url, list, after(ofNobody(next)), who(list));
  return [
    ...(seen.text === unseen.text ? [] : [`${nameOf(list)} with a cursor: ${seen.text} is not ${unseen.text}`]),
    ...namesOfTheirs(world, nameOf(list), seen.body),
  ];
}

/** The same cursor, with other ids in it, which are as new. */
function ofNobody(cursor: string): string {
  const other = (text: string): string => text.replace(UUID, (id) => `${id.slice(0, -12)}000000000000`);
  const decoded = Buffer.from(cursor, 'base64url').toString();
  return /^[[{]/.test(decoded) ? Buffer.from(other(decoded)).toString('base64url') : other(cursor);
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
