import { z } from 'zod';
import { idSchema } from './ids.js';
import { pageOf } from './page.js';
import { answerShapes, bodyShapes, exampleIds, exampleOf } from './shapes.js';

/** One WhatsApp Cloud phone number of an organisation. An inactive account stays readable and exportable. */
export const accountSchema = z.object({
  id: idSchema,
  phoneNumber: z.string(),
  phoneNumberId: z.string(),
  displayName: z.string(),
  status: z.enum(['active', 'inactive']),
  /** Of a connected number, what WhatsApp said last: in its word (`CONNECTED`, `BANNED`), and whether it may send. */
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
  },
});
export const accountPageSchema = pageOf('AccountPage', accountSchema, exampleOf(accountSchema));

/** `viewer` reads and downloads; `editor` also imports and edits; `admin` also keys, members, accounts, queues. */
export const roleSchema = z.enum(['viewer', 'editor', 'admin']);
export type Role = z.infer<typeof roleSchema>;

/** Who a request comes from, as `GET /v1/me` answers it. */
export const meSchema = z.object({
  kind: z.enum(['user', 'key']),
  id: idSchema,
  name: z.string(),
  role: roleSchema,
  organisation: z.object({ id: idSchema, name: z.string() }),
});
export type Me = z.infer<typeof meSchema>;
answerShapes.add(meSchema, {
  id: 'Me',
  example: {
    kind: 'user',
    id: exampleIds.user,
    name: 'Ana García',
    role: 'editor',
    organisation: { id: exampleIds.organisation, name: 'Example Ltd' },
  },
});

/** Besides e-mail and password: the sign-in at a company's OpenID provider, with the words for its button and where it begins. */
export const sessionWaysSchema = z.object({ oidc: z.object({ name: z.string(), url: z.string() }).nullable() });
export type SessionWays = z.infer<typeof sessionWaysSchema>;
answerShapes.add(sessionWaysSchema, {
  id: 'SessionWays',
  example: { oidc: { name: 'Example Ltd', url: '/v1/session/oidc' } },
});

/** The query of `GET /v1/session/oidc`: the address of the page to come back to. */
export const oidcStartQuerySchema = z.strictObject({ returnTo: z.string().max(2000).optional() });
export type OidcStartQuery = z.infer<typeof oidcStartQuerySchema>;

/**
 * Why a sign-in at the OpenID provider came to nothing; the page is told as `?signIn=…`. `denied`: the provider was told
 * no; `unknown`: it names nobody who is a member or invited; `unverified`: it does not vouch for the e-mail address;
 * `stale`: it was begun too long ago, or elsewhere; `away`: the provider does not answer; `failed`: anything else.
 */
export const SIGN_IN_FAILURES = ['denied', 'unknown', 'unverified', 'stale', 'away', 'failed'] as const;
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
