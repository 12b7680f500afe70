import { z } from 'zod';
import { labelSchema } from './access.js';
import { accountIdsSchema, isLimitedAdmin, notLimitedAdminMeta, roleSchema } from './account.js';
import { idSchema, timestampSchema } from './ids.js';
import { KEY_SCOPES, rolesOfScope, scopesOfRole } from './key-scopes.js';
import { pageOf } from './page.js';
import { ROLES, type Role } from './role.js';
import { fieldError } from './sentences/field-errors.js';
import { answerShapes, bodyShapes, exampleIds, exampleOf } from './shapes.js';

export const keyScopeSchema = z.enum(KEY_SCOPES);

/** How long a key works unless something else is stated. */
export const KEY_DAYS = 90;

/**
 * An API key, without its secret. A revoked key stays in the list, so that entries of the audit log still resolve to a
 * name. `accountIds` are the accounts that it may see, null is all. `scopes` is null for a key of a build that had no
 * scopes: it may do all that its role allows. `expiresAt` is null for a key that never expires. `oldSecretUntil`:
 * until then the secret from before the last rotation works too.
 */
export const apiKeySchema = z.object({
  id: idSchema,
  name: z.string(),
  role: roleSchema,
  scopes: z.array(keyScopeSchema).nullable(),
  accountIds: accountIdsSchema.nullable(),
  createdAt: timestampSchema,
  expiresAt: timestampSchema.nullable(),
  lastUsedAt: timestampSchema.nullable(),
  rotatedAt: timestampSchema.nullable(),
  oldSecretUntil: timestampSchema.nullable(),
  revokedAt: timestampSchema.nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;
answerShapes.add(apiKeySchema, {
  id: 'ApiKey',
  example: {
    id: '0197c5a0-6666-7000-8000-000000000006',
    name: 'Nightly import',
    role: 'editor',
    scopes: ['import'],
    accountIds: [exampleIds.account],
    createdAt: '2026-11-20T09:00:00.000Z',
    expiresAt: '2027-02-18T09:00:00.000Z',
    lastUsedAt: '2026-11-22T02:00:00.000Z',
    rotatedAt: null,
    oldSecretUntil: null,
    revokedAt: null,
  },
});
export const apiKeyPageSchema = pageOf('ApiKeyPage', apiKeySchema, exampleOf(apiKeySchema));

/** The response to creating or rotating a key. `key` is shown only here. */
export const newApiKeySchema = apiKeySchema.extend({ key: z.string() });
export type NewApiKey = z.infer<typeof newApiKeySchema>;
answerShapes.add(newApiKeySchema, {
  id: 'NewApiKey',
  example: { ...exampleOf(apiKeySchema), lastUsedAt: null, key: `cntk_${'x'.repeat(49)}` },
});

/** As a JSON schema: a key with this role has only scopes that the role can use. */
function onlyScopesOf(role: Role) {
  return {
    if: { properties: { role: { const: role } } },
    then: { properties: { scopes: { items: { enum: scopesOfRole(role) } } } },
  };
}

/**
 * The body of `POST /v1/keys`. Without `scopes`, the key has all that its role can use. `expiresInDays` is null for a
 * key that never expires.
 */
export const apiKeyCreateSchema = z
  .strictObject({
    name: labelSchema,
    role: roleSchema,
    scopes: z.array(keyScopeSchema).min(1).max(KEY_SCOPES.length).optional(),
    accountIds: accountIdsSchema.nullable().default(null),
    expiresInDays: z.int().min(1).max(3650).nullable().default(KEY_DAYS),
  })
  .refine(({ role, scopes = [] }) => scopes.every((scope) => rolesOfScope(scope).includes(role)), {
    path: ['scopes'],
    message: fieldError('field/scope_of_role'),
  })
  .refine((key) => !isLimitedAdmin(key), { path: ['accountIds'], message: fieldError('field/admin_not_limited') })
  .meta({ ...notLimitedAdminMeta, allOf: ROLES.map(onlyScopesOf) });
export type ApiKeyCreate = z.infer<typeof apiKeyCreateSchema>;
bodyShapes.add(apiKeyCreateSchema, {
  id: 'ApiKeyCreate',
  example: { name: 'Nightly import', role: 'editor', scopes: ['import'], accountIds: null, expiresInDays: 90 },
});

/** The body of `POST /v1/keys/{id}/rotate`: for how many hours the old secret works beside the new one. */
export const apiKeyRotateSchema = z.strictObject({ overlapHours: z.int().min(0).max(720).default(24) });
export type ApiKeyRotate = z.infer<typeof apiKeyRotateSchema>;
bodyShapes.add(apiKeyRotateSchema, { id: 'ApiKeyRotate', example: { overlapHours: 24 } });
