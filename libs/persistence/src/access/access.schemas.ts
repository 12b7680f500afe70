import { Schema } from 'mongoose';
import type { KeyScope, Role } from '#contracts';
import { options } from '../schema-options.js';

/** What a person is in one organisation. */
export interface MembershipRecord {
  organisationId: string;
  role: Role;
  joinedAt: Date;
  /** The accounts that they may see; missing or null: all. Not for administrators, who see all. */
  accountIds?: string[] | null;
  /** False: they may see personal data, but not have files of it. */
  mayDownload?: boolean;
}

/** Somebody at an OpenID provider: unlike an e-mail address, it is never given to anybody else. */
export interface OidcSubject {
  issuer: string;
  subject: string;
}

/**
 * A person who signs in. `email` is in lower case. Somebody who joined through OpenID Connect has no password.
 * [gateway]
 */
export interface UserRecord {
  _id: string;
  email: string;
  name: string;
  /** Missing in records of builds before this one: see `membershipsOf`. */
  memberships?: MembershipRecord[];
  /** The organisation that signing in opens: the one they used last. The role repeats that of its membership. */
  organisationId: string;
  role: Role;
  passwordHash: string | null;
  createdAt: Date;
  /** Written by every sign-in; see AccessRepository.noteSignIn. */
  signedInAt?: Date | null;
  /** Who they are at the OpenID provider, since their first sign-in there; see AccessRepository.bindSubject. */
  oidc?: OidcSubject | null;
}
export const userDefinition = {
  name: 'User',
  schema: new Schema<UserRecord>(
    {
      _id: String,
      email: { type: String, required: true },
      name: { type: String, required: true },
      memberships: { type: [Schema.Types.Mixed], default: undefined },
      organisationId: { type: String, required: true },
      role: { type: String, enum: ['viewer', 'editor', 'admin'], required: true },
      passwordHash: { type: String, default: null },
      createdAt: { type: Date, required: true },
      signedInAt: { type: Date, default: null },
      oidc: { type: Schema.Types.Mixed, default: null },
    },
    { ...options, collection: 'users' },
  )
    .index({ email: 1 }, { unique: true })
    .index({ organisationId: 1, _id: 1 })
    .index({ 'memberships.organisationId': 1, _id: 1 }),
};

/**
 * An API key. Only its SHA-256 is stored: the key has 256 random bits, so a slow hash would add nothing. Keys of builds
 * before this one lack the optional fields: they have every scope and account, and no end. `previousHash` is that of
 * the secret before the last rotation, which works until `previousUntil`. [gateway]
 */
export interface ApiKeyRecord {
  _id: string;
  organisationId: string;
  name: string;
  role: Role;
  scopes?: KeyScope[] | null;
  accountIds?: string[] | null;
  hash: string;
  createdAt: Date;
  expiresAt?: Date | null;
  lastUsedAt: Date | null;
  rotatedAt?: Date | null;
  previousHash?: string | null;
  previousUntil?: Date | null;
  revokedAt: Date | null;
}
export const apiKeyDefinition = {
  name: 'ApiKey',
  schema: new Schema<ApiKeyRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      name: { type: String, required: true },
      role: { type: String, enum: ['viewer', 'editor', 'admin'], required: true },
      scopes: { type: [String], default: null },
      accountIds: { type: [String], default: null },
      hash: { type: String, required: true },
      createdAt: { type: Date, required: true },
      expiresAt: { type: Date, default: null },
      lastUsedAt: { type: Date, default: null },
      rotatedAt: { type: Date, default: null },
      previousHash: { type: String, default: null },
      previousUntil: { type: Date, default: null },
      revokedAt: { type: Date, default: null },
    },
    { ...options, collection: 'api_keys' },
  )
    .index({ hash: 1 }, { unique: true })
    .index({ previousHash: 1 })
    .index({ organisationId: 1, _id: 1 }),
};

/**
 * The session of a signed-in browser. `_id` is the SHA-256 of the cookie's token; MongoDB removes it at `expiresAt`,
 * which moves on while it is used. `organisationId` is the organisation that it shows now. Sessions of builds before
 * this one lack the optional fields until they are used again. [gateway]
 */
export interface SessionRecord {
  _id: string;
  userId: string;
  organisationId: string;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt?: Date | null;
  /** Its cookie has the prefix `__Host-`, so a cookie without it is not from us. */
  hasPrefix?: boolean;
  /**
   * True: the OpenID provider said who it is, and answers for how many factors it asked. Missing in sessions of builds
   * before this one, also when they are used again.
   */
  byProvider?: boolean;
  /** As the browser stated it, shortened, and the IP address that it had at `lastUsedAt`. */
  userAgent?: string | null;
  address?: string | null;
}
export const sessionDefinition = {
  name: 'Session',
  schema: new Schema<SessionRecord>(
    {
      _id: String,
      userId: { type: String, required: true },
      organisationId: { type: String, required: true },
      createdAt: { type: Date, required: true },
      expiresAt: { type: Date, required: true },
      lastUsedAt: { type: Date, default: null },
      hasPrefix: Boolean,
      byProvider: { type: Boolean, default: false },
      userAgent: { type: String, default: null },
      address: { type: String, default: null },
    },
    { ...options, collection: 'sessions' },
  )
    .index({ userId: 1 })
    .index({ expiresAt: 1 }, { expireAfterSeconds: 0 }),
};
