import { z } from 'zod';
import { emailSchema, labelSchema } from './access.js';
import { fieldError } from './sentences/field-errors.js';
import { idSchema, timestampSchema } from './ids.js';
import { pageOf } from './page.js';
import { answerShapes, bodyShapes, exampleIds, exampleOf } from './shapes.js';

const limitSchema = z.int().positive().nullable();

/**
 * The limits of one organisation. null: none of its own; then those of the installation hold, where it has one.
 * `storageBytes` is of uploaded files, error files' imports, and exports that are kept.
 */
export const organisationLimitsSchema = z.strictObject({
  contacts: limitSchema,
  openImports: limitSchema,
  requestsPerMinute: limitSchema,
  storageBytes: limitSchema,
});
export type OrganisationLimits = z.infer<typeof organisationLimitsSchema>;

/** An organisation, as the operators see it. `suspendedAt`: since when nobody can use it; null when it is in use. */
export const organisationSchema = z.object({
  id: idSchema,
  name: z.string(),
  createdAt: timestampSchema,
  suspendedAt: timestampSchema.nullable(),
  /** How many people belong to it. */
  members: z.int().nonnegative(),
  limits: organisationLimitsSchema,
});
export type Organisation = z.infer<typeof organisationSchema>;
answerShapes.add(organisationSchema, {
  id: 'Organisation',
  example: {
    id: exampleIds.organisation,
    name: 'Example Ltd',
    createdAt: '2026-11-20T09:00:00.000Z',
    suspendedAt: null,
    members: 3,
    limits: { contacts: 100_000, openImports: null, requestsPerMinute: null, storageBytes: null },
  },
});
export const organisationPageSchema = pageOf('OrganisationPage', organisationSchema, exampleOf(organisationSchema));

/** The body of `POST /v1/organisations`. */
export const organisationCreateSchema = z.strictObject({ name: labelSchema });
export type OrganisationCreate = z.infer<typeof organisationCreateSchema>;
bodyShapes.add(organisationCreateSchema, { id: 'OrganisationCreate', example: { name: 'Example Ltd' } });

/** The body of `PATCH /v1/organisations/{id}`. Omitted fields do not change. */
export const organisationPatchSchema = z
  .strictObject({ name: labelSchema.optional(), limits: organisationLimitsSchema.partial().optional() })
  .refine((change) => Object.keys(change).length > 0, fieldError('field/nothing_to_change'));
export type OrganisationPatch = z.infer<typeof organisationPatchSchema>;
bodyShapes.add(organisationPatchSchema, { id: 'OrganisationPatch', example: { limits: { contacts: 100_000 } } });

/**
 * What an organisation uses of what its limits are for. `requestsPerMinute`: in this minute; null while that is
 * unknown.
 */
export const organisationUsageSchema = z.object({
  contacts: z.int().nonnegative(),
  openImports: z.int().nonnegative(),
  requestsPerMinute: z.int().nonnegative().nullable(),
  storageBytes: z.int().nonnegative(),
});
export type OrganisationUsage = z.infer<typeof organisationUsageSchema>;
answerShapes.add(organisationUsageSchema, {
  id: 'OrganisationUsage',
  example: { contacts: 81_200, openImports: 1, requestsPerMinute: 40, storageBytes: 52_428_800 },
});

/** The body of `POST /v1/organisations/{id}/administrator`. */
export const administratorInviteSchema = z.strictObject({ email: emailSchema });
export type AdministratorInvite = z.infer<typeof administratorInviteSchema>;
bodyShapes.add(administratorInviteSchema, { id: 'AdministratorInvite', example: { email: 'ana@example.org' } });
