import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import {
  passkeyChallengeDefinition,
  passkeyDefinition,
  type PasskeyChallengeRecord,
  type PasskeyRecord,
} from './passkey.schemas.js';

/** The passkeys of people, and what they are asked to sign. They belong to the person, not to an organisation. */
@Injectable()
export class PasskeysRepository {
  constructor(
    @InjectModel(passkeyDefinition.name) private readonly passkeys: Model<PasskeyRecord>,
    @InjectModel(passkeyChallengeDefinition.name) private readonly challenges: Model<PasskeyChallengeRecord>,
  ) {}

  /** Those of a person, the oldest first. */
  list(userId: string, session?: ClientSession): Promise<PasskeyRecord[]> {
    return this.passkeys.find({ userId }, null, { session }).sort({ _id: 1 }).lean().exec();
  }

  find(userId: string, passkeyId: string): Promise<PasskeyRecord | null> {
    return this.passkeys.findOne({ _id: passkeyId, userId }).lean().exec();
  }

  /** The passkey of this person with the id that the device knows. */
  findCredential(userId: string, credentialId: string): Promise<PasskeyRecord | null> {
    return this.passkeys.findOne({ credentialId, userId }).lean().exec();
  }

  /** @throws a duplicate key when anybody has this credential already */
  async insert(record: PasskeyRecord, session: ClientSession): Promise<void> {
    await this.passkeys.create([record], { session });
  }

  /**
   * Notes a use. Of two devices that count alike, as an original and its copy do, one fails.
   * @returns false when the counter has not grown since the last use, or the passkey is gone
   */
  async use({ _id, userId }: PasskeyRecord, counter: number): Promise<boolean> {
    const before = counter === 0 ? 0 : { $lt: counter };
    const used = await this.passkeys.updateOne(
      { _id, userId, counter: before },
      { $set: { counter, lastUsedAt: new Date() } },
    );
    return used.matchedCount === 1;
  }

  /** @returns the renamed passkey, or null when the person has no such one */
  rename(userId: string, passkeyId: string, name: string, session: ClientSession): Promise<PasskeyRecord | null> {
    return this.passkeys
      .findOneAndUpdate({ _id: passkeyId, userId }, { $set: { name } }, { returnDocument: 'after', session })
      .lean()
      .exec();
  }

  /** @returns false when the person has no such passkey */
  async remove(userId: string, passkeyId: string, session: ClientSession): Promise<boolean> {
    return (await this.passkeys.deleteOne({ _id: passkeyId, userId }, { session })).deletedCount === 1;
  }

  /** Stores a challenge in place of the one before for the same purpose. */
  async challenge({ _id, ...challenge }: PasskeyChallengeRecord): Promise<void> {
    await this.challenges.updateOne({ _id }, { $set: challenge }, { upsert: true });
  }

  /** Uses a challenge up. @returns what had to be signed; null if there is none, or it has expired */
  async takeChallenge(id: string, now: Date): Promise<string | null> {
    const taken = await this.challenges.findOneAndDelete({ _id: id }).lean().exec();
    return taken && taken.expiresAt > now ? taken.challenge : null;
  }
}
