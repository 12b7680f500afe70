import { Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ROUTE_ACCESS } from './route-access.js';

/** Nest's own key of a route's path; a method without it is no route. */
const PATH = 'path';

/** Stops the boot when a route says neither who may call it nor that it is public: forgetting it must not open it. */
@Injectable()
export class RouteAccessCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    const open = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (metatype ? this.undeclared(metatype as Type) : []));
    if (open.length > 0) throw new Error(`Add @RequiresRole(…) or @Public() to ${open.join(', ')}`);
  }

  private undeclared(controller: Type): string[] {
    const prototype = controller.prototype as Record<string, Type>;
    return this.scanner
      .getAllMethodNames(prototype)
      .filter((name) => Reflect.hasMetadata(PATH, prototype[name]!))
      .filter(
        (name) => this.reflector.getAllAndOverride(ROUTE_ACCESS, [prototype[name]!, controller] as never) === undefined,
      )
      .map((name) => `${controller.name}.${name}`);
  }
}
