import { SetMetadata } from '@nestjs/common';
import type { Role } from '#contracts';

export const ROUTE_ACCESS = 'routeAccess';

/** Who may call a route: anybody, or whoever has at least this role. */
export type RouteAccess = 'public' | Role;

/** A route, or all routes of a controller, for whoever has this role or a higher one. */
export const RequiresRole = (role: Role) => SetMetadata<string, RouteAccess>(ROUTE_ACCESS, role);

/** A route, or all routes of a controller, for anybody. */
export const Public = () => SetMetadata<string, RouteAccess>(ROUTE_ACCESS, 'public');

const ROLES: readonly Role[] = ['viewer', 'editor', 'admin'];

/** Each role may do all that the ones before it may. */
export function hasRole(actual: Role, required: Role): boolean {
  return ROLES.indexOf(actual) >= ROLES.indexOf(required);
}
