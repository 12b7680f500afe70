import { SetMetadata } from '@nestjs/common';
import { ROLES, type KeyScope, type Role } from '#contracts';

/** Metadata key of a public controller. */
export const PUBLIC = 'public';

/** Marks a third-party controller, which cannot use `@Route(…)`, as public. It must not change anything. */
export const Public = () => SetMetadata(PUBLIC, true);

/** Each role includes the ones before it. */
export function hasRole(actual: Role, required: Role): boolean {
  return ROLES.indexOf(actual) >= ROLES.indexOf(required);
}

/** Whether a caller's key is for this. A person is not limited by scopes. */
export function hasScope(actual: readonly KeyScope[] | null, required: KeyScope | 'any'): boolean {
  return actual === null || required === 'any' || actual.includes(required);
}
