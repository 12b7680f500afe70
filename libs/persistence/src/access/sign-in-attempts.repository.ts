import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import { signInAttemptDefinition, type SignInAttemptRecord } from './second-factor.schemas.js';

/** The sign-ins that wait for their second step. Not limited to an organisation: the token determines it. */
@Injectable()
export class SignInAttemptsRepository {
  constructor(@InjectModel(signInAttemptDefinition.name) private readonly attempts: Model<SignInAttemptRecord>) {}

  async insert(record: SignInAttemptRecord, session: ClientSession): Promise<void> {
    await this.attempts.create([record], { session });
  }

  /** The TTL index may remove an expired one a minute late. */
  find(tokenHash: string, now: Date): Promise<SignInAttemptRecord | null> {
    return this.attempts
      .findOne({ _id: tokenHash, expiresAt: { $gt: now } })
      .lean()
      .exec();
  }

  /** Uses an attempt up. @returns false when it was already used */
  async use(tokenHash: string, session: ClientSession): Promise<boolean> {
    return (await this.attempts.deleteOne({ _id: tokenHash }, { session })).deletedCount === 1;
  }

  /** Removes all attempts of a person. */
  async removeAll(userId: string, session: ClientSession): Promise<void> {
    await this.attempts.deleteMany({ userId }, { session });
  }
}
