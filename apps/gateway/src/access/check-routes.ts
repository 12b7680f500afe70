import { Injectable, RequestMethod, type OnModuleInit, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { AUDITED, NOT_AUDITED } from '../audit/audited.js';
import { ROUTE_ACCESS } from './route-access.js';

/** Nest's own keys of a route's path and method; what has no path is no route. */
const PATH = 'path';
const METHOD = 'method';

interface Route {
  name: string;
  handler: Type;
  controller: Type;
}

/**
 * Stops the boot when a route says neither who may call it nor that it is public, or one that changes something says
 * nothing of the audit log: forgetting it must not open it, or leave it untold.
 */
@Injectable()
export class RouteCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const routes = this.routes();
    const open = routes.filter(({ handler, controller }) => !this.says(ROUTE_ACCESS, handler, controller));
    if (open.length > 0) throw new Error(`Add @RequiresRole(…) or @Public() to ${namesOf(open)}`);
    const untold = routes.filter(
      ({ handler, controller }) =>
        Reflect.getMetadata(METHOD, handler) !== RequestMethod.GET &&
        !this.says(AUDITED, handler, controller) &&
        !this.says(NOT_AUDITED, handler, controller),
    );
    if (untold.length > 0) throw new Error(`Add @Audited(…) or @NotAudited(…) to ${namesOf(untold)}`);
  }

  private says(key: string, handler: Type, controller: Type): boolean {
    return this.reflector.getAllAndOverride(key, [handler, controller]) !== undefined;
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

function namesOf(routes: readonly Route[]): string {
  return routes.map(({ name }) => name).join(', ');
}
