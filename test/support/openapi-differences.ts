/** The parts of an OpenAPI document that are compared. */
export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  [part: string]: unknown;
}
interface Operation {
  responses: Record<string, { content?: Record<string, { examples?: object }> }>;
  parameters?: { in: string; name: string }[];
  [part: string]: unknown;
}

const PROBLEM = 'application/problem+json';

/**
 * The differences between two OpenAPI documents, one line each, in alphabetical order. Problem codes are compared as a
 * set for each route (`GET /v1/me: problem not_allowed added`), and one of all routes makes one line
 * (`every route: problem internal_error added`). Order counts only in lists.
 */
export function openApiDifferences(before: OpenApi, after: OpenApi): string[] {
  const [old, now] = [readable(before), readable(after)];
  const lines = compare('', old, now);
  const routes = Object.keys(old).filter((name) => isRoute(name) && name in now);
  const times = new Map<string, number>();
  for (const line of lines.filter(isRoute)) times.set(withoutRoute(line), (times.get(withoutRoute(line)) ?? 0) + 1);
  const ofAll = [...times].flatMap(([line, count]) => (count === routes.length ? [line] : []));
  const others = lines.filter((line) => !(isRoute(line) && ofAll.includes(withoutRoute(line))));
  return [...others, ...ofAll.map((line) => `every route: ${line}`)].sort();
}

const isRoute = (line: string): boolean => /^[A-Z]+ \//.test(line);
const withoutRoute = (line: string): string => line.slice(line.indexOf(': ') + 2);

/** Converts the lists to maps: operations by `METHOD path`, parameters by name, problems by code. */
function readable({ paths, ...rest }: OpenApi): object {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, readableRoute(operation)]),
  );
  return { ...rest, ...(Object.fromEntries(operations) as object) };
}

function readableRoute({ responses, parameters = [], ...rest }: Operation): object {
  const isProblem = ([, { content }]: [string, Operation['responses'][string]]): boolean =>
    content !== undefined && PROBLEM in content;
  const entries = Object.entries(responses);
  const codes = entries
    .filter(isProblem)
    .flatMap(([, { content }]) => Object.entries(content![PROBLEM]!.examples ?? {}))
    .map(([code, example]) => [`problem ${code}`, example as unknown]);
  const named = parameters.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]);
  return {
    ...rest,
    parameters: Object.fromEntries(named) as object,
    answers: Object.fromEntries(entries.filter((entry) => !isProblem(entry))),
    ...(Object.fromEntries(codes) as object),
  };
}

function compare(at: string, before: unknown, after: unknown): string[] {
  if (!isObject(before) || !isObject(after))
    return Object.is(before, after) ? [] : [`${at}: ${short(before)} became ${short(after)}`];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const place = at === '' ? key : `${at}: ${key}`;
    if (key === 'required') return compare(place, setOf(before[key]), setOf(after[key]));
    if (!(key in after)) return [`${place} removed`];
    return key in before ? compare(place, before[key], after[key]) : [`${place} added`];
  });
}

/** Which fields are required has no order. */
function setOf(names: unknown): unknown {
  return Array.isArray(names) ? Object.fromEntries(names.map((name) => [name, true])) : names;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function short(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
