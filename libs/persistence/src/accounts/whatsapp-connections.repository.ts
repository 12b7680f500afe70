import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import type { PageQuery } from '#contracts';
import { whatsappConnectionDefinition, type WhatsappConnectionRecord } from './whatsapp-connection.schema.js';

/** Connected WhatsApp business accounts. */
@Injectable()
export class WhatsappConnectionsRepository {
  constructor(
    @InjectModel(whatsappConnectionDefinition.name) private readonly model: Model<WhatsappConnectionRecord>,
  ) {}

  /** Oldest first. Reads one more than `limit`. */
  list(organisationId: string, { after, limit }: PageQuery): Promise<WhatsappConnectionRecord[]> {
    return this.model
      .find({ organisationId, ...(after && { _id: { $gt: after } }) })
      .sort({ _id: 1 })
      .limit(limit + 1)
      .lean<WhatsappConnectionRecord[]>()
      .exec();
  }

  count(organisationId: string): Promise<number> {
    return this.model.countDocuments({ organisationId }).exec();
  }

  /**
   * Stores a connection. An existing one of the same business account is updated and keeps its id.
   * @returns the stored record
   */
  async put(
    { _id, createdAt, ...rest }: WhatsappConnectionRecord,
    session: ClientSession,
  ): Promise<WhatsappConnectionRecord> {
    const { organisationId, businessAccountId } = rest;
    const stored = await this.model
      .findOneAndUpdate(
        { organisationId, businessAccountId },
        { $set: rest, $setOnInsert: { _id, createdAt } },
        { upsert: true, returnDocument: 'after', session },
      )
      .lean<WhatsappConnectionRecord>();
    return stored;
  }

  /** @returns whether the connection existed */
  async remove(organisationId: string, connectionId: string, session: ClientSession): Promise<boolean> {
    return (await this.model.deleteOne({ _id: connectionId, organisationId }, { session })).deletedCount === 1;
  }

  async change(
    { _id, organisationId, token }: WhatsappConnectionRecord,
    change: Partial<WhatsappConnectionRecord>,
    session?: ClientSession,
  ): Promise<void> {
    // The condition on the token: after a reconnection, the result of a check with the old token must not be stored.
    await this.model.updateOne({ _id, organisationId, token }, { $set: change }, { session });
  }

  /**
   * For the periodic check, which serves all organisations: claims one due connection. Only one process gets it. If
   * that process dies, the connection is due again at `nextAt`.
   */
  takeDue(now: Date, nextAt: Date): Promise<WhatsappConnectionRecord | null> {
    return this.model
      .findOneAndUpdate({ checkAt: { $lte: now } }, { $set: { checkAt: nextAt } }, { sort: { checkAt: 1 } })
      .lean<WhatsappConnectionRecord>()
      .exec();
  }
}
