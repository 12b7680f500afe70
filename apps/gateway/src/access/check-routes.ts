import { Injectable, RequestMethod, type OnModuleInit, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ROUTE } from '../routes/route-declaration.js';
import { PUBLIC } from './route-access.js';

/** Nest's own keys of a route's path and method; what has no path is no route. */
const PATH = 'path';
const METHOD = 'method';

interface Route {
  name: string;
  handler: Type;
  controller: Type;
}

/**
 * Stops the boot when a route was declared in another way than with `@Route(…)`, which says who may call it and what the
 * audit log notes: forgetting it must not open it, or leave it untold. Public controllers may have other `GET`s.
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
  if (Reflect.hasMetadata(ROUTE, handler)) return true;
  return Reflect.hasMetadata(PUBLIC, controller) && Reflect.getMetadata(METHOD, handler) === RequestMethod.GET;
}
