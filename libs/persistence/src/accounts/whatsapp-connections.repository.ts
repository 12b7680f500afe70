import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import type { PageQuery } from '#contracts';
import { whatsappConnectionDefinition, type WhatsappConnectionRecord } from './whatsapp-connection.schema.js';

/** Connected WhatsApp business accounts. */
@Injectable()
export class WhatsappConnectionsRepository {
  constructor(
    @InjectModel(whatsappConnectionDefinition.name) private readonly model: Model<WhatsappConnectionRecord>,
  ) {}

  /** Oldest first. One more than `limit` is read. */
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

  /** Enters a connection; one of the same business account keeps its id and gets the rest. @returns it as it is then */
  async put({ _id, createdAt, ...rest }: WhatsappConnectionRecord): Promise<WhatsappConnectionRecord> {
    const { organisationId, businessAccountId } = rest;
    const stored = await this.model
      .findOneAndUpdate(
        { organisationId, businessAccountId },
        { $set: rest, $setOnInsert: { _id, createdAt } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<WhatsappConnectionRecord>();
    return stored;
  }

  /** @returns whether there was such a connection */
  async remove(organisationId: string, connectionId: string): Promise<boolean> {
    return (await this.model.deleteOne({ _id: connectionId, organisationId })).deletedCount === 1;
  }

  async change(
    { _id, organisationId, token }: WhatsappConnectionRecord,
    change: Partial<WhatsappConnectionRecord>,
  ): Promise<void> {
    // By its token: one that was connected anew in the meantime is not told what became of the old token.
    await this.model.updateOne({ _id, organisationId, token }, { $set: change });
  }

  /**
   * For the check alone, which serves all organisations: takes one connection whose time has come. Of several
   * processes one gets it; should that die, it is taken again at `nextAt`.
   */
  takeDue(now: Date, nextAt: Date): Promise<WhatsappConnectionRecord | null> {
    return this.model
      .findOneAndUpdate({ checkAt: { $lte: now } }, { $set: { checkAt: nextAt } }, { sort: { checkAt: 1 } })
      .lean<WhatsappConnectionRecord>()
      .exec();
  }
}
