import { SetMetadata } from '@nestjs/common';
import type { Role } from '#contracts';

/** Metadata of a controller that is for anybody. */
export const PUBLIC = 'public';

/** A controller that is not ours to declare with `@Route(…)`, for anybody. It may change nothing. */
export const Public = () => SetMetadata(PUBLIC, true);

const ROLES: readonly Role[] = ['viewer', 'editor', 'admin'];

/** Each role may do all that the ones before it may. */
export function hasRole(actual: Role, required: Role): boolean {
  return ROLES.indexOf(actual) >= ROLES.indexOf(required);
}
