import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { isDuplicateKey } from '../duplicate-key.js';
import { frozenAudienceDefinition, type FrozenAudienceRecord } from './frozen-audience.schema.js';

/** What is known of a list without its phones. */
export type FrozenPiece = Omit<FrozenAudienceRecord, 'phones'>;

/** The lists of phones that campaigns go out to. */
@Injectable()
export class FrozenAudiencesRepository {
  constructor(@InjectModel(frozenAudienceDefinition.name) private readonly model: Model<FrozenAudienceRecord>) {}

  /** The last piece that was written, or null. */
  last(freezeId: string): Promise<FrozenPiece | null> {
    return this.model.findOne({ freezeId }, { phones: 0 }).sort({ n: -1 }).lean<FrozenPiece>().exec();
  }

  /**
   * Writes the piece after `before`.
   * @param phones those that come next; null: the seal
   * @returns what was written, or null: somebody else has written this piece
   */
  async append(freezeId: string, before: FrozenPiece | null, phones: string[] | null): Promise<FrozenPiece | null> {
    const n = before ? before.n + 1 : 0;
    const piece: FrozenPiece = {
      _id: `${freezeId}/${n}`,
      freezeId,
      n,
      lastPhone: phones?.at(-1) ?? before?.lastPhone ?? '',
      total: (before?.total ?? 0) + (phones?.length ?? 0),
      isSeal: phones === null,
    };
    try {
      await this.model.collection.insertOne({ ...piece, phones: phones ?? [] } as never);
      return piece;
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }

  /** Phones of a whole list, from behind `after` on, in their order; at most `limit`. */
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

  /** All phones of a whole list, piece by piece. */
  async *pieces(freezeId: string): AsyncGenerator<string[]> {
    const cursor = this.model
      .find({ freezeId, isSeal: false }, { phones: 1 })
      .sort({ n: 1 })
      .lean<Pick<FrozenAudienceRecord, 'phones'>[]>()
      .cursor({ batchSize: 4 });
    for await (const { phones } of cursor) yield phones;
  }

  async remove(freezeId: string): Promise<void> {
    await this.model.deleteMany({ freezeId });
  }
}
