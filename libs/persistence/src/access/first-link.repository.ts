import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import { isDuplicateKey } from '../duplicate-key.js';
import { firstLinkDefinition, type FirstLinkRecord } from './one-time-link.schemas.js';
import { userDefinition, type UserRecord } from './access.schemas.js';

const _id = 'first-administrator';

/** The link with which the first administrator of an empty installation signs up. */
@Injectable()
export class FirstLinkRepository {
  constructor(
    @InjectModel(firstLinkDefinition.name) private readonly links: Model<FirstLinkRecord>,
    @InjectModel(userDefinition.name) private readonly users: Model<UserRecord>,
  ) {}

  /** True while the installation has no users at all. */
  async isNobodyThere(session: ClientSession | null = null): Promise<boolean> {
    return (await this.users.exists({}).session(session)) === null;
  }

  /**
   * Stores the link, unless one exists that is still valid. When several processes try at the same time, one succeeds.
   * @returns whether this link was stored
   */
  async offer(tokenHash: string, expiresAt: Date): Promise<boolean> {
    const now = new Date();
    const replaced = await this.links.updateOne(
      { _id, $or: [{ expiresAt: { $lte: now } }, { usedAt: { $ne: null } }] },
      { $set: { tokenHash, expiresAt, usedAt: null } },
    );
    if (replaced.modifiedCount === 1) return true;
    try {
      await this.links.create({ _id, tokenHash, expiresAt, usedAt: null });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Uses the link up. @returns false when the token is wrong, expired or already used */
  async use(tokenHash: string, session: ClientSession): Promise<boolean> {
    const now = new Date();
    const used = await this.links.updateOne(
      { _id, tokenHash, expiresAt: { $gt: now }, usedAt: null },
      { $set: { usedAt: now } },
      { session },
    );
    return used.modifiedCount === 1;
  }
}
