/** A route of the API as its OpenAPI document has it. */
export interface Route {
  method: string;
  /** With its parameters in braces. */
  path: string;
  /** Whether it needs neither key nor session. */
  isPublic: boolean;
}

/** Every route there is. */
export async function readRoutes(url: string): Promise<Route[]> {
  const document = (await (await fetch(`${url}/v1/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { security?: unknown[] }>>;
  };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => ({
      method: method.toUpperCase(),
      path,
      isPublic: security?.length === 0,
    })),
  );
}

/** `POST /v1/keys` */
export function nameOf({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method} ${path}`;
}
