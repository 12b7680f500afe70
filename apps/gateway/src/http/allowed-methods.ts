import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

interface Route {
  method: string;
  path: RegExp;
}

/** Which methods an address knows, for the 405 that Fastify itself does not give. */
@Injectable()
export class AllowedMethods {
  private readonly routes: Route[] = [];

  /** Notes every route that is added from now on. Wildcards are left out: they serve the page's files. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const name of [method].flat()) this.add(name, url);
    });
  }

  add(method: string, url: string): void {
    if (!url.includes('*')) this.routes.push({ method, path: toRegExp(url) });
  }

  /** The methods of an address without its query, in alphabetical order; none when it is no address of ours. */
  of(path: string): string[] {
    const methods = this.routes.filter((route) => route.path.test(path)).map(({ method }) => method);
    return [...new Set(methods)].sort();
  }
}

/** `/v1/imports/:id` → everything with one segment in place of `:id`. */
function toRegExp(url: string): RegExp {
  const segments = url
    .split('/')
    .map((segment) => (segment.startsWith(':') ? '[^/]+' : segment.replace(/[.+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${segments.join('/')}$`);
}
