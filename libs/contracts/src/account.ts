import { z } from 'zod';
import { idSchema } from './ids.js';
import { KEY_SCOPES } from './key-scopes.js';
import { pageOf } from './page.js';
import { ROLES, type Role } from './role.js';
import { answerShapes, bodyShapes, exampleIds, exampleOf } from './shapes.js';

/** One WhatsApp Cloud phone number of an organisation. An inactive account stays readable and exportable. */
export const accountSchema = z.object({
  id: idSchema,
  phoneNumber: z.string(),
  phoneNumberId: z.string(),
  displayName: z.string(),
  status: z.enum(['active', 'inactive']),
  /** The country of the phone number, by its ISO 3166 code: the likely `defaultCountry` of imports. Null if unknown. */
  country: z.string().nullable().optional(),
  /**
   * For a connected number: the last status that WhatsApp reported, in its own word (`CONNECTED`, `BANNED`), and
   * whether the number may send.
   */
  whatsapp: z.object({ connectionId: idSchema, status: z.string(), active: z.boolean() }).optional(),
});
export type Account = z.infer<typeof accountSchema>;
answerShapes.add(accountSchema, {
  id: 'Account',
  example: {
    id: exampleIds.account,
    phoneNumber: '34911222333',
    phoneNumberId: '106540352242922',
    displayName: 'Sales Spain',
    status: 'active',
    country: 'ES',
  },
});
export const accountPageSchema = pageOf('AccountPage', accountSchema, exampleOf(accountSchema));

/** `viewer` reads and downloads; `editor` also imports and edits; `admin` also keys, members, accounts, queues. */
export const roleSchema = z.enum(ROLES);

/** The accounts that a member or a key may see. */
export const accountIdsSchema = z.array(idSchema).min(1).max(500);

/** Administrators manage what belongs to the whole organisation, so nothing limits them. */
export function isLimitedAdmin(rights: {
  role?: Role;
  accountIds?: readonly string[] | null;
  mayDownload?: boolean;
}): boolean {
  const { role, accountIds = null, mayDownload = true } = rights;
  return role === 'admin' && (accountIds !== null || !mayDownload);
}

/** The same as a JSON schema. */
export const notLimitedAdminMeta = {
  not: {
    required: ['role'],
    properties: { role: { const: 'admin' } },
    anyOf: [
      { required: ['accountIds'], properties: { accountIds: { type: 'array' } } },
      { required: ['mayDownload'], properties: { mayDownload: { const: false } } },
    ],
  },
};

/**
 * Who sent the request: the response of `GET /v1/me`. `accountIds` are the accounts that they may see, null is all.
 * `mayDownload`: whether they may have files of personal data. `scopes` are those of a key; null is all that its role
 * allows.
 */
export const meSchema = z.object({
  kind: z.enum(['user', 'key']),
  id: idSchema,
  name: z.string(),
  role: roleSchema,
  accountIds: accountIdsSchema.nullable(),
  mayDownload: z.boolean(),
  scopes: z.array(z.enum(KEY_SCOPES)).nullable().optional(),
  organisation: z.object({ id: idSchema, name: z.string() }),
  /** Of a person: false if they only sign in with OpenID Connect. */
  hasPassword: z.boolean().optional(),
  /** Of a person: all organisations that they belong to, by name. */
  organisations: z.array(z.object({ id: idSchema, name: z.string() })).optional(),
  /** Whether the caller runs the installation: an administrator of the operators' organisation. */
  operator: z.literal(true).optional(),
  /** The organisation requires a second factor, and this person has none: they can only set one up. */
  secondFactorMissing: z.literal(true).optional(),
});
export type Me = z.infer<typeof meSchema>;
answerShapes.add(meSchema, {
  id: 'Me',
  example: {
    kind: 'user',
    id: exampleIds.user,
    name: 'Ana García',
    role: 'editor',
    accountIds: null,
    mayDownload: true,
    organisation: { id: exampleIds.organisation, name: 'Example Ltd' },
    hasPassword: true,
    organisations: [{ id: exampleIds.organisation, name: 'Example Ltd' }],
  },
});

/** The body of `POST /v1/session/organisation`: one of the organisations of `GET /v1/me`. */
export const organisationSwitchSchema = z.strictObject({ organisationId: idSchema });
export type OrganisationSwitch = z.infer<typeof organisationSwitchSchema>;
bodyShapes.add(organisationSwitchSchema, {
  id: 'OrganisationSwitch',
  example: { organisationId: exampleIds.organisation },
});

/**
 * Ways to sign in besides e-mail and password. `oidc`: the label of the button for the OpenID provider, and the URL
 * that starts the sign-in. `resetByMail`: whether a forgotten password can be replaced by mail. `passkeys`: the only
 * origin at which a browser can use passkeys; missing where they are not set up.
 */
export const sessionWaysSchema = z.object({
  oidc: z.object({ name: z.string(), url: z.string() }).nullable(),
  resetByMail: z.literal(true).optional(),
  passkeys: z.object({ origin: z.string() }).optional(),
});
export type SessionWays = z.infer<typeof sessionWaysSchema>;
answerShapes.add(sessionWaysSchema, {
  id: 'SessionWays',
  example: {
    oidc: { name: 'Example Ltd', url: '/v1/session/oidc' },
    passkeys: { origin: 'https://contacts.example.org' },
  },
});

/** The query of `GET /v1/session/oidc`. `returnTo` is the address to return to after the sign-in. */
export const oidcStartQuerySchema = z.strictObject({ returnTo: z.string().max(2000).optional() });
export type OidcStartQuery = z.infer<typeof oidcStartQuerySchema>;

/**
 * Why a sign-in with the OpenID provider failed. The page receives it as `?signIn=…`. `denied`: the user or the
 * provider refused. `unknown`: the person is neither a member nor invited. `unverified`: the provider has not verified
 * the e-mail address. `suspended`: the organisation is suspended. `stale`: the sign-in was started too long ago or in
 * another browser. `away`: the provider does not respond. `failed`: anything else.
 */
export const SIGN_IN_FAILURES = [
  'denied',
  'unknown',
  'unverified',
  'other_person',
  'suspended',
  'stale',
  'away',
  'failed',
] as const;
export type SignInFailure = (typeof SIGN_IN_FAILURES)[number];

export const signInSchema = z.strictObject({
  email: z.email().max(254),
  password: z.string().min(1).max(1024),
});
export type SignIn = z.infer<typeof signInSchema>;
bodyShapes.add(signInSchema, {
  id: 'SignIn',
  example: { email: 'ana@example.org', password: 'correct horse battery staple' },
});
