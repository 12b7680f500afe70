import { Injectable, RequestMethod, type OnModuleInit, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ROUTE, type RouteDeclaration } from '../routes/route-declaration.js';
import { PUBLIC } from './route-access.js';

/** Nest's metadata keys for a route's path and method. A method without a path is not a route. */
const PATH = 'path';
const METHOD = 'method';

interface Route {
  name: string;
  handler: Type;
  controller: Type;
}

/**
 * Stops the start when a route is not declared with `@Route(…)`, which says who may call it, with which
 * scope of an API key, and what the audit log records. So no route becomes public or unaudited by mistake. Public
 * controllers may have other `GET` routes.
 */
@Injectable()
export class RouteCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const undeclared = this.routes().filter((route) => !isDeclared(route));
    const names = undeclared.map(({ name }) => name).join(', ');
    if (names !== '') throw new Error(`Declare with @Route(…): ${names}`);
  }

  private routes(): Route[] {
    return this.discovery.getControllers().flatMap(({ metatype }) => (metatype ? this.routesOf(metatype as Type) : []));
  }

  private routesOf(controller: Type): Route[] {
    const prototype = controller.prototype as Record<string, Type>;
    return this.scanner
      .getAllMethodNames(prototype)
      .filter((name) => Reflect.hasMetadata(PATH, prototype[name]!))
      .map((name) => ({ name: `${controller.name}.${name}`, handler: prototype[name]!, controller }));
  }
}

function isDeclared({ handler, controller }: Route): boolean {
  const route = Reflect.getMetadata(ROUTE, handler) as Partial<RouteDeclaration> | undefined;
  if (route) return route.role === 'public' || (route.role !== undefined && route.scope !== undefined);
  return Reflect.hasMetadata(PUBLIC, controller) && Reflect.getMetadata(METHOD, handler) === RequestMethod.GET;
}
