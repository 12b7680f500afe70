import type { KeyScope, Role } from '#contracts';
import type { JsonSchema } from './json-values.js';

/** A route of the API, from its OpenAPI document. */
export interface Route {
  method: string;
  /** With its parameters in braces. */
  path: string;
  /** Who may call it: anybody, or callers with this role or a higher one. */
  role: Role | 'public';
  /** What an API key must be for; `any`: every key may call it. */
  scope: KeyScope | 'any';
  /** Whether only people may call it, and no API keys. */
  isPersonal: boolean;
  /** Whether only operators may call it. */
  isForOperators: boolean;
  /** Whether it gives out a file of personal data, which some people may not have. */
  isDownload: boolean;
  isPublic: boolean;
  parameters: Parameter[];
  /** The names of its query parameters. */
  query: string[];
  /** The schema and the example of its JSON body. */
  json: { schema: JsonSchema; example: unknown } | null;
  /** The schema of its form. */
  form: JsonSchema | null;
  responses: Record<string, { content?: Record<string, { schema: JsonSchema; examples?: object }> }>;
  /** The problem codes in its document. */
  problems: string[];
}

export interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  schema: JsonSchema;
}

interface Operation extends Pick<Route, 'responses' | 'parameters'> {
  /** Builds of before do not have it. */
  'x-role'?: Route['role'];
  'x-scope'?: Route['scope'];
  'x-personal'?: true;
  'x-operators'?: true;
  'x-download'?: true;
  security?: unknown[];
  requestBody?: { content: Record<string, { schema: JsonSchema; example?: unknown }> };
}

export interface Api {
  routes: Route[];
  schemas: Record<string, JsonSchema>;
  /** The schema of a `$ref`. */
  resolve: (ref: string) => JsonSchema;
}

/** The OpenAPI document of a running product. */
export async function readApi(url: string): Promise<Api> {
  const document = (await (await fetch(`${url}/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, JsonSchema> };
  };
  const { schemas } = document.components;
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => routeOf(method.toUpperCase(), path, operation)),
  );
  return { routes, schemas, resolve: (ref) => schemas[ref.split('/').at(-1)!]! };
}

function routeOf(method: string, path: string, operation: Operation): Route {
  const { responses, parameters, requestBody, security } = operation;
  const json = requestBody?.content['application/json'];
  const role = operation['x-role'] ?? (security?.length === 0 ? 'public' : 'viewer');
  return {
    ...{ method, path, parameters, responses },
    role,
    scope: operation['x-scope'] ?? 'any',
    isPersonal: operation['x-personal'] ?? false,
    isForOperators: operation['x-operators'] ?? false,
    isDownload: operation['x-download'] ?? false,
    isPublic: role === 'public',
    query: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
    json: json ? { schema: json.schema, example: json.example } : null,
    form: requestBody?.content['multipart/form-data']?.schema ?? null,
    problems: Object.values(responses).flatMap(({ content }) =>
      Object.keys(content?.['application/problem+json']?.examples ?? {}),
    ),
  };
}

/** `POST /v1/keys` */
export function nameOf({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

export async function readRoutes(url: string): Promise<Route[]> {
  return (await readApi(url)).routes;
}
