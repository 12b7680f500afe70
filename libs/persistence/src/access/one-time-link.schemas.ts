import { Schema } from 'mongoose';
import type { Role } from '#contracts';
import { options } from '../schema-options.js';

/**
 * An invitation. Only the SHA-256 of the link's token is stored; MongoDB removes the record at `expiresAt`. [gateway]
 */
export interface InvitationRecord {
  _id: string;
  organisationId: string;
  /** In lower case. */
  email: string;
  role: Role;
  /** As in a membership. */
  accountIds?: string[] | null;
  mayDownload?: boolean;
  tokenHash: string;
  createdAt: Date;
  expiresAt: Date;
}
export const invitationDefinition = {
  name: 'Invitation',
  schema: new Schema<InvitationRecord>(
    {
      _id: String,
      organisationId: { type: String, required: true },
      email: { type: String, required: true },
      role: { type: String, enum: ['viewer', 'editor', 'admin'], required: true },
      accountIds: { type: [String], default: null },
      mayDownload: { type: Boolean, default: true },
      tokenHash: { type: String, required: true },
      createdAt: { type: Date, required: true },
      expiresAt: { type: Date, required: true },
    },
    { ...options, collection: 'invitations' },
  )
    .index({ organisationId: 1, email: 1 }, { unique: true })
    .index({ email: 1 })
    .index({ tokenHash: 1 }, { unique: true })
    .index({ expiresAt: 1 }, { expireAfterSeconds: 0 }),
};

/** The link for the first administrator. There is at most one, so `_id` is always the same. [gateway] */
export interface FirstLinkRecord {
  _id: 'first-administrator';
  tokenHash: string;
  expiresAt: Date;
  usedAt: Date | null;
}
export const firstLinkDefinition = {
  name: 'FirstLink',
  schema: new Schema<FirstLinkRecord>(
    {
      _id: String,
      tokenHash: { type: String, required: true },
      expiresAt: { type: Date, required: true },
      usedAt: { type: Date, default: null },
    },
    { ...options, collection: 'first_links' },
  ),
};

/**
 * A link with which a member chooses a new password. `_id` is `<userId>/<who made it>`, so an administrator's link and one
 * that was asked for by mail do not replace each other. MongoDB removes the record at `expiresAt`. [gateway]
 */
export interface PasswordLinkRecord {
  _id: string;
  userId: string;
  organisationId: string;
  tokenHash: string;
  createdAt: Date;
  expiresAt: Date;
}
export const passwordLinkDefinition = {
  name: 'PasswordLink',
  schema: new Schema<PasswordLinkRecord>(
    {
      _id: String,
      userId: { type: String, required: true },
      organisationId: { type: String, required: true },
      tokenHash: { type: String, required: true },
      createdAt: { type: Date, required: true },
      expiresAt: { type: Date, required: true },
    },
    { ...options, collection: 'password_links' },
  )
    .index({ userId: 1 })
    .index({ tokenHash: 1 }, { unique: true })
    .index({ expiresAt: 1 }, { expireAfterSeconds: 0 }),
};
