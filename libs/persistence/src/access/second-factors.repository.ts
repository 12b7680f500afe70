import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import { passkeyDefinition, type PasskeyRecord } from './passkey.schemas.js';
import { secondFactorDefinition, type SecondFactorRecord } from './second-factor.schemas.js';

/** The second factors of people. They belong to the person, not to an organisation. */
@Injectable()
export class SecondFactorsRepository {
  constructor(
    @InjectModel(secondFactorDefinition.name) private readonly factors: Model<SecondFactorRecord>,
    @InjectModel(passkeyDefinition.name) private readonly passkeys: Model<PasskeyRecord>,
  ) {}

  find(userId: string, session?: ClientSession): Promise<SecondFactorRecord | null> {
    return this.factors.findOne({ _id: userId }, null, { session }).lean().exec();
  }

  /** Which of these people have a factor that holds: an authenticator app, or a passkey. */
  async whoHas(userIds: string[]): Promise<Set<string>> {
    const [withApp, withPasskey] = await Promise.all([
      this.factors
        .find({ _id: { $in: userIds }, totp: { $ne: null } }, { _id: 1 })
        .lean()
        .exec(),
      this.passkeys.distinct('userId', { userId: { $in: userIds } }).exec(),
    ]);
    return new Set([...withApp.map(({ _id }) => _id), ...withPasskey]);
  }

  async has(userId: string): Promise<boolean> {
    return (await this.whoHas([userId])).size > 0;
  }

  /** Stores a secret that holds once it is confirmed, in place of another one that was not. */
  async begin(userId: string, pendingSecret: string): Promise<void> {
    await this.factors.updateOne(
      { _id: userId },
      { $set: { pendingSecret }, $setOnInsert: { triesSince: new Date() } },
      { upsert: true },
    );
  }

  /** @returns false when another secret is pending by now */
  async confirm(
    userId: string,
    pendingSecret: string,
    change: Pick<SecondFactorRecord, 'lastStep'> & Partial<Pick<SecondFactorRecord, 'recoveryCodes'>>,
    session: ClientSession,
  ): Promise<boolean> {
    const totp = { secret: pendingSecret, confirmedAt: new Date() };
    const confirmed = await this.factors.updateOne(
      { _id: userId, pendingSecret },
      { $set: { totp, pendingSecret: null, tries: 0, ...change } },
      { session },
    );
    return confirmed.matchedCount === 1;
  }

  /**
   * Counts a try before the code is looked at, so that codes tried at the same time count too.
   * @param since when the counted time begins
   * @returns null if more than `most` were tried in this time
   */
  async countTry(userId: string, most: number, since: Date): Promise<SecondFactorRecord | null> {
    await this.factors.updateOne(
      { _id: userId, triesSince: { $lt: since } },
      { $set: { tries: 0, triesSince: new Date() } },
    );
    return this.factors
      .findOneAndUpdate({ _id: userId, tries: { $lt: most } }, { $inc: { tries: 1 } }, { returnDocument: 'after' })
      .lean()
      .exec();
  }

  /** Uses a code of the authenticator app up. @returns false when one of this time step, or a later one, was used before */
  async useStep(userId: string, step: number): Promise<boolean> {
    const used = await this.factors.updateOne(
      { _id: userId, lastStep: { $lt: step } },
      { $set: { lastStep: step, tries: 0 } },
    );
    return used.matchedCount === 1;
  }

  /** Uses a recovery code up. @returns false when there is no such code any more */
  async useRecoveryCode(userId: string, hash: string): Promise<boolean> {
    const used = await this.factors.updateOne(
      { _id: userId, recoveryCodes: hash },
      { $pull: { recoveryCodes: hash }, $set: { tries: 0 } },
    );
    return used.matchedCount === 1;
  }

  /** Replaces the recovery codes. */
  async setRecoveryCodes(userId: string, recoveryCodes: string[], session: ClientSession): Promise<void> {
    await this.factors.updateOne(
      { _id: userId },
      { $set: { recoveryCodes }, $setOnInsert: { triesSince: new Date() } },
      { upsert: true, session },
    );
  }

  /** Forgets the recovery codes of somebody whose last factor is gone. */
  async dropUnneededCodes(userId: string, session: ClientSession): Promise<void> {
    if (await this.passkeys.exists({ userId }).session(session)) return;
    await this.factors.updateOne({ _id: userId, totp: null }, { $set: { recoveryCodes: [] } }, { session });
  }

  /** Forgets the tries, after a passkey was right. */
  async resetTries(userId: string): Promise<void> {
    await this.factors.updateOne({ _id: userId }, { $set: { tries: 0 } });
  }

  /** Turns the authenticator app off. @returns false when it was off */
  async removeTotp(userId: string, session: ClientSession): Promise<boolean> {
    const removed = await this.factors.updateOne(
      { _id: userId, totp: { $ne: null } },
      { $set: { totp: null, pendingSecret: null } },
      { session },
    );
    return removed.matchedCount === 1;
  }

  /** Removes the app, the recovery codes and the passkeys. @returns false when there was none of them */
  async remove(userId: string, session: ClientSession): Promise<boolean> {
    const passkeys = await this.passkeys.deleteMany({ userId }, { session });
    const factor = await this.factors.deleteOne({ _id: userId }, { session });
    return factor.deletedCount + passkeys.deletedCount > 0;
  }
}
