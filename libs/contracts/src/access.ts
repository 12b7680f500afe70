import { z } from 'zod';
import { fieldError } from './sentences/field-errors.js';
import { accountIdsSchema, isLimitedAdmin, notLimitedAdminMeta, roleSchema } from './account.js';
import { idSchema, timestampSchema } from './ids.js';
import { pageOf } from './page.js';
import { answerShapes, bodyShapes, exampleIds, exampleOf } from './shapes.js';

/** A name that somebody gives. */
export const labelSchema = z.string().trim().min(1).max(100);
export const emailSchema = z.email().max(254);

const SHORTEST_PASSWORD = 12;

/** A minimum length and no rules on the kinds of characters, as NIST SP 800-63B recommends. An emoji is one of them. */
export const newPasswordSchema = z
  .string()
  .min(SHORTEST_PASSWORD)
  .max(1024)
  .check(({ value, issues }) => {
    if (value.length >= SHORTEST_PASSWORD && [...value].length < SHORTEST_PASSWORD)
      issues.push({ code: 'too_small', origin: 'string', minimum: SHORTEST_PASSWORD, inclusive: true, input: value });
  });

/** The secret of a one-time link: 256 random bits. */
export const linkTokenSchema = z.string().min(1).max(100);

/** The query of lists without filters: paging only. */
export const pageQuerySchema = z.strictObject({
  after: idSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

/**
 * A person who signs in. `accountIds` are the accounts that they may see, null is all. Who may not download sees contacts,
 * but gets no files of them. Administrators see and may download everything.
 */
export const memberSchema = z.object({
  id: idSchema,
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  accountIds: accountIdsSchema.nullable(),
  mayDownload: z.boolean(),
  createdAt: timestampSchema,
  /** Whether a sign-in with the password asks them for a second factor. */
  secondFactor: z.boolean().optional(),
});
export type Member = z.infer<typeof memberSchema>;
answerShapes.add(memberSchema, {
  id: 'Member',
  example: {
    id: exampleIds.user,
    name: 'Ana García',
    email: 'ana@example.org',
    role: 'editor',
    accountIds: [exampleIds.account],
    mayDownload: true,
    createdAt: '2026-11-20T09:00:00.000Z',
    secondFactor: true,
  },
});
export const memberPageSchema = pageOf('MemberPage', memberSchema, exampleOf(memberSchema));

/** The body of `PATCH /v1/members/{id}`. Omitted fields do not change. */
export const memberPatchSchema = z
  .strictObject({
    name: labelSchema.optional(),
    role: roleSchema.optional(),
    accountIds: accountIdsSchema.nullable().optional(),
    mayDownload: z.boolean().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), fieldError('field/nothing_to_change'))
  .meta({ minProperties: 1 });
export type MemberPatch = z.infer<typeof memberPatchSchema>;
bodyShapes.add(memberPatchSchema, { id: 'MemberPatch', example: { role: 'admin' } });

/** Somebody who was invited and has not accepted yet. */
export const invitationSchema = z.object({
  id: idSchema,
  email: z.string(),
  role: roleSchema,
  accountIds: accountIdsSchema.nullable(),
  mayDownload: z.boolean(),
  createdAt: timestampSchema,
  expiresAt: timestampSchema,
});
export type Invitation = z.infer<typeof invitationSchema>;
export const invitationPageSchema = pageOf('InvitationPage', invitationSchema, {
  id: '0197c5a0-7777-7000-8000-000000000007',
  email: 'li@example.org',
  role: 'viewer',
  accountIds: null,
  mayDownload: false,
  createdAt: '2026-11-22T10:00:00.000Z',
  expiresAt: '2026-11-24T10:00:00.000Z',
});

/** The response to an invitation. `link` is shown only here, and works once. */
export const newInvitationSchema = invitationSchema.extend({ link: z.string() });
export type NewInvitation = z.infer<typeof newInvitationSchema>;
answerShapes.add(newInvitationSchema, {
  id: 'NewInvitation',
  example: {
    ...exampleOf(invitationPageSchema).items[0]!,
    link: `https://contacts.example.org/welcome#invitation=${'x'.repeat(43)}`,
  },
});

/** The body of `POST /v1/members`. Inviting the same address again creates a new link and invalidates the old one. */
export const memberInviteSchema = z
  .strictObject({
    email: emailSchema,
    role: roleSchema,
    accountIds: accountIdsSchema.nullable().default(null),
    mayDownload: z.boolean().default(true),
  })
  .refine((invited) => !isLimitedAdmin(invited), { path: ['role'], message: fieldError('field/admin_not_limited') })
  .meta(notLimitedAdminMeta);
export type MemberInvite = z.infer<typeof memberInviteSchema>;
bodyShapes.add(memberInviteSchema, {
  id: 'MemberInvite',
  example: { email: 'li@example.org', role: 'viewer', accountIds: null, mayDownload: false },
});

/** The body of `POST /v1/invitations/accept`. */
export const invitationAcceptSchema = z.strictObject({
  token: linkTokenSchema,
  name: labelSchema,
  password: newPasswordSchema,
});
export type InvitationAccept = z.infer<typeof invitationAcceptSchema>;
bodyShapes.add(invitationAcceptSchema, {
  id: 'InvitationAccept',
  example: { token: 'x'.repeat(43), name: 'Li Wei', password: 'correct horse battery staple' },
});

/** The body of `POST /v1/invitations/accept-as-me`. */
export const invitationAcceptAsSchema = z.strictObject({ token: linkTokenSchema });
export type InvitationAcceptAs = z.infer<typeof invitationAcceptAsSchema>;
bodyShapes.add(invitationAcceptAsSchema, { id: 'InvitationAcceptAs', example: { token: 'x'.repeat(43) } });

/**
 * The body of `POST /v1/first-administrator`: the token of the link in the gateway's log, and the new administrator.
 */
export const firstAdministratorSchema = z.strictObject({
  token: linkTokenSchema,
  organisation: labelSchema,
  name: labelSchema,
  email: emailSchema,
  password: newPasswordSchema,
});
export type FirstAdministrator = z.infer<typeof firstAdministratorSchema>;
bodyShapes.add(firstAdministratorSchema, {
  id: 'FirstAdministrator',
  example: {
    token: 'x'.repeat(43),
    organisation: 'Example Ltd',
    name: 'Ana García',
    email: 'ana@example.org',
    password: 'correct horse battery staple',
  },
});
