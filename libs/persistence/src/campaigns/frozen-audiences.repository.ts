import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import { frozenAudienceDefinition, type FrozenAudienceRecord } from './frozen-audience.schema.js';

/** The frozen audiences of campaigns: lists of phones. */
@Injectable()
export class FrozenAudiencesRepository {
  constructor(@InjectModel(frozenAudienceDefinition.name) private readonly model: Model<FrozenAudienceRecord>) {}

  /** Phones of a complete list after the phone `after`, sorted; at most `limit`. */
  async page(freezeId: string, after: string, limit: number): Promise<string[]> {
    const found: string[] = [];
    const cursor = this.model
      .find({ freezeId, lastPhone: { $gt: after }, isSeal: false }, { phones: 1 })
      .sort({ n: 1 })
      .lean<Pick<FrozenAudienceRecord, 'phones'>[]>()
      .cursor({ batchSize: 2 });
    for await (const { phones } of cursor) {
      for (const phone of phones) if (phone > after && found.length < limit) found.push(phone);
      if (found.length === limit) break;
    }
    return found;
  }

  /** Whether a complete list has this phone. */
  async has(freezeId: string, phone: string): Promise<boolean> {
    const piece = await this.pieceFor(freezeId, phone);
    return piece?.phones.includes(phone) ?? false;
  }

  /** The only piece that may have a phone: the first one that does not end before it. */
  protected pieceFor(freezeId: string, phone: string, session?: ClientSession): Promise<FrozenAudienceRecord | null> {
    return this.model
      .findOne({ freezeId, lastPhone: { $gte: phone }, isSeal: false }, null, { session })
      .sort({ n: 1 })
      .lean<FrozenAudienceRecord>()
      .exec();
  }
}
