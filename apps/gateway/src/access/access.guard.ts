import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ProblemError } from '#platform';
import type { FastifyRequest } from 'fastify';
import { routeOf } from '../routes/route-declaration.js';
import { Authenticator } from './authenticator.js';
import { Operators } from './operators.js';
import { hasRole, PUBLIC } from './route-access.js';

/** Lets a request through if its sender has the role that the route declares. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly operators: Operators,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = routeOf(context);
    const access = route?.role ?? this.reflector.get<true | undefined>(PUBLIC, context.getClass());
    if (access === undefined) throw new Error('a route without declared access');
    if (access === 'public' || access === true) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.principal = await this.authenticator.identify(request);
    if (!hasRole(request.principal.role, access)) {
      throw new ProblemError('not_allowed/role', { with: { needed: access, role: request.principal.role } });
    }
    if (route?.personal && request.principal.kind !== 'user') throw new ProblemError('not_allowed/person');
    if (route?.operators && !(await this.operators.include(request.principal)))
      throw new ProblemError('not_allowed/operators');
    return true;
  }
}
