import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import { sessionDefinition, type SessionRecord } from './access.schemas.js';

/** The sessions of signed-in browsers. They are a person's, whichever organisation they show. */
@Injectable()
export class SessionsRepository {
  constructor(@InjectModel(sessionDefinition.name) private readonly sessions: Model<SessionRecord>) {}

  async insert(record: SessionRecord, session: ClientSession): Promise<void> {
    await this.sessions.create([record], { session });
  }

  /** The session, unless it has expired. The TTL index may remove it a minute late. */
  find(tokenHash: string, now: Date): Promise<SessionRecord | null> {
    return this.sessions
      .findOne({ _id: tokenHash, expiresAt: { $gt: now } })
      .lean()
      .exec();
  }

  /** Ends the sessions of a user. @param except the one that stays */
  async removeAll(userId: string, except: string | null, session: ClientSession): Promise<void> {
    await this.sessions.deleteMany({ userId, ...(except && { _id: { $ne: except } }) }, { session });
  }

  /** Lets a session show another organisation. */
  async show(organisationId: string, userId: string, sessionId: string, session: ClientSession): Promise<void> {
    await this.sessions.updateOne({ _id: sessionId, userId }, { $set: { organisationId } }, { session });
  }

  /** @returns the session that was deleted, also an expired one; null if there was none */
  remove(tokenHash: string, session: ClientSession): Promise<SessionRecord | null> {
    return this.sessions.findOneAndDelete({ _id: tokenHash }, { session }).lean().exec();
  }

  /** Notes that a session was used. */
  async touch(
    { _id, organisationId }: SessionRecord,
    change: Pick<SessionRecord, 'lastUsedAt' | 'expiresAt' | 'userAgent' | 'address'>,
  ): Promise<void> {
    await this.sessions.updateOne({ _id, organisationId }, { $set: change });
  }

  /** A user's sessions that have not expired, the newest first. @param limit how many at most */
  list(userId: string, now: Date, limit: number): Promise<SessionRecord[]> {
    return this.sessions
      .find({ userId, expiresAt: { $gt: now } })
      .sort({ createdAt: -1 })
      .limit(limit)
      .lean()
      .exec();
  }

  count(userId: string, now: Date): Promise<number> {
    return this.sessions.countDocuments({ userId, expiresAt: { $gt: now } }).exec();
  }

  /** Ends one session of a user. @returns false when they have no such session */
  async removeOne(userId: string, sessionId: string, now: Date, session: ClientSession): Promise<boolean> {
    const filter = { _id: sessionId, userId, expiresAt: { $gt: now } };
    return (await this.sessions.deleteOne(filter, { session })).deletedCount === 1;
  }
}
