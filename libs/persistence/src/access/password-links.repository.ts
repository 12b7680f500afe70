import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import { isDuplicateKey } from '../duplicate-key.js';
import { passwordLinkDefinition, type PasswordLinkRecord } from './one-time-link.schemas.js';

/** The links with which people choose a new password. A person has one of each kind, whichever organisation made it. */
@Injectable()
export class PasswordLinksRepository {
  constructor(@InjectModel(passwordLinkDefinition.name) private readonly links: Model<PasswordLinkRecord>) {}

  /** Stores a link in place of the one before with the same `_id`. */
  async replace({ _id, ...link }: PasswordLinkRecord, session: ClientSession): Promise<void> {
    await this.links.updateOne({ _id }, { $set: link }, { upsert: true, session });
  }

  /**
   * Stores a link, unless one with the same `_id` was made after `notSince`.
   * @returns whether this link was stored
   */
  async offer({ _id, ...link }: PasswordLinkRecord, notSince: Date): Promise<boolean> {
    try {
      await this.links.updateOne({ _id, createdAt: { $lte: notSince } }, { $set: link }, { upsert: true });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Not limited to an organisation: the link determines it. The TTL index may remove an expired one a minute late. */
  find(tokenHash: string, now: Date, session: ClientSession): Promise<PasswordLinkRecord | null> {
    return this.links
      .findOne({ tokenHash, expiresAt: { $gt: now } }, null, { session })
      .lean()
      .exec();
  }

  /** Removes one link that nobody received. */
  async remove({ _id, organisationId, tokenHash }: PasswordLinkRecord): Promise<void> {
    await this.links.deleteOne({ _id, organisationId, tokenHash });
  }

  /** Removes all links of a user. */
  async removeAll(userId: string, session: ClientSession): Promise<void> {
    await this.links.deleteMany({ userId }, { session });
  }
}
