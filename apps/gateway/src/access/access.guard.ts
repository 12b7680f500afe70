import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ProblemError } from '#platform';
import type { FastifyRequest } from 'fastify';
import { routeOf, type RestrictedRoute } from '../routes/route-declaration.js';
import { Authenticator } from './authenticator.js';
import { Operators } from './operators.js';
import type { Principal } from './principal.js';
import { hasRole, hasScope, PUBLIC } from './route-access.js';

/** Lets a request through if its sender has the role and, with an API key, the scope that the route declares. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly operators: Operators,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = routeOf(context);
    if (route?.role === 'public' || this.reflector.get<true | undefined>(PUBLIC, context.getClass())) return true;
    if (!route?.scope) throw new Error('a route without declared access');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    request.admitAgain = () => this.admit(request, route);
    await this.admit(request, route);
    return true;
  }

  private async admit(request: FastifyRequest, route: RestrictedRoute): Promise<Principal> {
    const principal = (request.principal = await this.authenticator.identify(request, route.mayLackFactor));
    const { kind, role, scopes, mayDownload } = principal;
    if (!hasRole(role, route.role)) throw new ProblemError('not_allowed/role', { with: { needed: route.role, role } });
    if (!hasScope(scopes, route.scope)) throw new ProblemError('not_allowed/scope', { with: { needed: route.scope } });
    if (route.download && !mayDownload) throw new ProblemError('not_allowed/download');
    if (route.personal && kind !== 'user') throw new ProblemError('not_allowed/person');
    if (route.operators && !(await this.operators.include(principal))) throw new ProblemError('not_allowed/operators');
    return principal;
  }
}
