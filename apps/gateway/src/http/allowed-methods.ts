import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

interface Route {
  method: string;
  path: RegExp;
}

/** Knows the methods of each path, for status 405, which Fastify does not provide. */
@Injectable()
export class AllowedMethods {
  private readonly routes: Route[] = [];

  /** Collects every route that is added from now on, except wildcards, which serve the files of the page. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const name of [method].flat()) this.add(name, url);
    });
  }

  add(method: string, url: string): void {
    if (!url.includes('*')) this.routes.push({ method, path: toRegExp(url) });
  }

  /** The methods of a path (without query) in alphabetical order; empty if there is no such path. */
  of(path: string): string[] {
    const methods = this.routes.filter((route) => route.path.test(path)).map(({ method }) => method);
    return [...new Set(methods)].sort();
  }
}

/** `/v1/imports/:id` matches any single segment in place of `:id`. */
function toRegExp(url: string): RegExp {
  const segments = url
    .split('/')
    .map((segment) => (segment.startsWith(':') ? '[^/]+' : segment.replace(/[.+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${segments.join('/')}$`);
}
