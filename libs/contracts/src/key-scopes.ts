import type { Role } from './role.js';

/**
 * What an API key may be used for, besides what its role allows: to read contacts and all that describes them, to change
 * single contacts and tags, to import, to export, for campaigns, and to administer.
 */
export const KEY_SCOPES = ['contacts.read', 'contacts.write', 'import', 'export', 'campaigns', 'admin'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** The roles to which a scope gives anything. */
export function rolesOfScope(scope: KeyScope): readonly Role[] {
  if (scope === 'admin') return ['admin'];
  return scope === 'contacts.write' ? ['editor', 'admin'] : ['viewer', 'editor', 'admin'];
}

/** All scopes that a key with this role can use. */
export function scopesOfRole(role: Role): KeyScope[] {
  return KEY_SCOPES.filter((scope) => rolesOfScope(scope).includes(role));
}
