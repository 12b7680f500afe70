import { z } from 'zod';
import { labelSchema } from './access.js';
import { idSchema, timestampSchema } from './ids.js';
import { answerShapes, bodyShapes, exampleOf } from './shapes.js';

/** Bytes in base64url, as WebAuthn writes them in JSON. */
const bytes = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/);
const typeSchema = z.literal('public-key');

/** A passkey of the caller, which signs in alone, or after the password. */
export const passkeySchema = z.object({
  id: idSchema,
  name: z.string(),
  createdAt: timestampSchema,
  lastUsedAt: timestampSchema.nullable(),
});
export type Passkey = z.infer<typeof passkeySchema>;
answerShapes.add(passkeySchema, {
  id: 'Passkey',
  example: {
    id: '0197c5a0-e1e1-7000-8000-00000000000e',
    name: 'Telephone',
    createdAt: '2026-11-22T09:00:00.000Z',
    lastUsedAt: null,
  },
});

/** The body of `PATCH /v1/me/second-factor/passkeys/{id}`. */
export const passkeyRenameSchema = z.strictObject({ name: labelSchema });
export type PasskeyRename = z.infer<typeof passkeyRenameSchema>;
bodyShapes.add(passkeyRenameSchema, { id: 'PasskeyRename', example: { name: 'Telephone' } });

/** How the browser can reach the device with a passkey: `usb`, `internal` and the like. */
const transportsSchema = z.array(z.string());
const descriptorsSchema = z.array(z.object({ id: z.string(), type: typeSchema, transports: transportsSchema }));
const exampleDescriptor = { id: 'q'.repeat(22), type: 'public-key' as const, transports: ['internal'] };

/** What the browser needs to make a passkey: WebAuthn's `PublicKeyCredentialCreationOptionsJSON`. */
export const passkeyCreationSchema = z.object({
  challenge: z.string(),
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type: typeSchema, alg: z.int() })),
  timeout: z.int(),
  excludeCredentials: descriptorsSchema,
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
  attestation: z.literal('none'),
});
export type PasskeyCreation = z.infer<typeof passkeyCreationSchema>;
answerShapes.add(passkeyCreationSchema, {
  id: 'PasskeyCreation',
  example: {
    challenge: 'x'.repeat(43),
    rp: { id: 'contacts.example.org', name: 'Contacts' },
    user: { id: 'u'.repeat(48), name: 'ana@example.org', displayName: 'Ana García' },
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    timeout: 300_000,
    excludeCredentials: [exampleDescriptor],
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
  },
});

/** What the browser needs to use a passkey: WebAuthn's `PublicKeyCredentialRequestOptionsJSON`. */
export const passkeyRequestSchema = z.object({
  challenge: z.string(),
  rpId: z.string(),
  timeout: z.int(),
  allowCredentials: descriptorsSchema,
  userVerification: z.enum(['required', 'preferred']),
});
export type PasskeyRequest = z.infer<typeof passkeyRequestSchema>;
answerShapes.add(passkeyRequestSchema, {
  id: 'PasskeyRequest',
  example: {
    challenge: 'x'.repeat(43),
    rpId: 'contacts.example.org',
    timeout: 300_000,
    allowCredentials: [exampleDescriptor],
    userVerification: 'preferred',
  },
});

/** What both answers of a browser have. */
const credentialShape = {
  id: bytes(1400),
  rawId: bytes(1400),
  type: typeSchema,
  clientExtensionResults: z.record(z.string(), z.unknown()).optional(),
  authenticatorAttachment: z.string().max(40).nullable().optional(),
};
const exampleCredential = {
  id: 'q'.repeat(22),
  rawId: 'q'.repeat(22),
  type: 'public-key' as const,
  clientExtensionResults: {},
  authenticatorAttachment: 'platform',
};

/** The browser's answer when a passkey was used: WebAuthn's `AuthenticationResponseJSON`. */
export const passkeyAnswerSchema = z.strictObject({
  ...credentialShape,
  response: z.strictObject({
    clientDataJSON: bytes(4000),
    authenticatorData: bytes(4000),
    signature: bytes(4000),
    userHandle: bytes(100).optional(),
  }),
});
export type PasskeyAnswer = z.infer<typeof passkeyAnswerSchema>;
bodyShapes.add(passkeyAnswerSchema, {
  id: 'PasskeyAnswer',
  example: {
    ...exampleCredential,
    response: {
      clientDataJSON: 'c'.repeat(120),
      authenticatorData: 'a'.repeat(50),
      signature: 's'.repeat(96),
      userHandle: 'u'.repeat(48),
    },
  },
});

/** The body of `POST /v1/me/second-factor/passkeys`: a name, and WebAuthn's `RegistrationResponseJSON`. */
export const newPasskeySchema = z.strictObject({
  name: labelSchema,
  passkey: z.strictObject({
    ...credentialShape,
    response: z.strictObject({
      clientDataJSON: bytes(4000),
      attestationObject: bytes(20_000),
      transports: z.array(z.string().max(40)).max(10).optional(),
      publicKeyAlgorithm: z.int().min(-100_000).max(100_000).optional(),
      publicKey: bytes(8000).optional(),
      authenticatorData: bytes(8000).optional(),
    }),
  }),
});
export type NewPasskey = z.infer<typeof newPasskeySchema>;
bodyShapes.add(newPasskeySchema, {
  id: 'NewPasskey',
  example: {
    name: 'Telephone',
    passkey: {
      ...exampleCredential,
      response: {
        clientDataJSON: 'c'.repeat(120),
        attestationObject: 'o'.repeat(260),
        transports: ['internal'],
      },
    },
  },
});

/** The new passkey, and recovery codes if there were none, shown only here. */
export const addedPasskeySchema = z.object({ passkey: passkeySchema, recoveryCodes: z.array(z.string()).nullable() });
export type AddedPasskey = z.infer<typeof addedPasskeySchema>;
answerShapes.add(addedPasskeySchema, {
  id: 'AddedPasskey',
  example: { passkey: exampleOf(passkeySchema), recoveryCodes: null },
});
