/** A route of the API, from its OpenAPI document. */
export interface Route {
  method: string;
  /** With its parameters in braces. */
  path: string;
  /** Whether it can be called without a key or session. */
  isPublic: boolean;
  /** Whether it has a JSON body. */
  takesJson: boolean;
  /** The names of its query parameters. */
  query: string[];
  /** The problem codes in its document. */
  problems: string[];
}

interface Operation {
  security?: unknown[];
  requestBody?: { content: object };
  parameters: { in: string; name: string }[];
  responses: Record<string, { content?: Record<string, { examples?: object }> }>;
}

/** All routes. */
export async function readRoutes(url: string): Promise<Route[]> {
  const document = (await (await fetch(`${url}/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      isPublic: operation.security?.length === 0,
      takesJson: 'application/json' in (operation.requestBody?.content ?? {}),
      query: operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
      problems: problemsOf(operation),
    })),
  );
}

function problemsOf({ responses }: Operation): string[] {
  return Object.values(responses).flatMap(({ content }) =>
    Object.keys(content?.['application/problem+json']?.examples ?? {}),
  );
}

/** `POST /v1/keys` */
export function nameOf({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method} ${path}`;
}
