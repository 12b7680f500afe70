import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { isDuplicateKey } from '../duplicate-key.js';
import { firstLinkDefinition, type FirstLinkRecord } from './one-time-link.schemas.js';
import { userDefinition, type UserRecord } from './access.schemas.js';

const _id = 'first-administrator';

/** The link by which the first administrator of an empty installation comes. */
@Injectable()
export class FirstLinkRepository {
  constructor(
    @InjectModel(firstLinkDefinition.name) private readonly links: Model<FirstLinkRecord>,
    @InjectModel(userDefinition.name) private readonly users: Model<UserRecord>,
  ) {}

  /** True while nobody at all can sign in. */
  async isNobodyThere(): Promise<boolean> {
    return (await this.users.exists({})) === null;
  }

  /**
   * Enters the link unless one is there that still works. Of several processes that try at once, one succeeds.
   * @returns whether this link is the one
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

  /** Uses the link up. @returns false when it is another one, has expired or was used */
  async use(tokenHash: string): Promise<boolean> {
    const now = new Date();
    const used = await this.links.updateOne(
      { _id, tokenHash, expiresAt: { $gt: now }, usedAt: null },
      { $set: { usedAt: now } },
    );
    return used.modifiedCount === 1;
  }

  /** Makes a used link work again: what it was used for failed. */
  async giveBack(tokenHash: string): Promise<void> {
    await this.links.updateOne({ _id, tokenHash }, { $set: { usedAt: null } });
  }
}
