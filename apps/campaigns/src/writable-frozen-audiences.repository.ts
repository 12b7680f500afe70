import { Injectable } from '@nestjs/common';
import { FrozenAudiencesRepository, isDuplicateKey, type FrozenAudienceRecord } from '#persistence';
import { InjectFrozenAudiences } from '#persistence/owned/campaigns';
import type { ClientSession } from 'mongodb';
import type { Model } from 'mongoose';

/** A piece without its phones. */
export type FrozenPiece = Omit<FrozenAudienceRecord, 'phones'>;

/** Reads and writes frozen audiences: the lists of phones of campaigns. */
@Injectable()
export class WritableFrozenAudiencesRepository extends FrozenAudiencesRepository {
  constructor(@InjectFrozenAudiences() private readonly lists: Model<FrozenAudienceRecord>) {
    super(lists);
  }

  /** The last piece that was written, or null. */
  last(freezeId: string): Promise<FrozenPiece | null> {
    return this.lists.findOne({ freezeId }, { phones: 0 }).sort({ n: -1 }).lean<FrozenPiece>().exec();
  }

  /**
   * Writes the piece after `before`.
   * @param phones the next phones; null: the seal
   * @returns the written piece, or null when another process has written it
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
      await this.lists.collection.insertOne({ ...piece, phones: phones ?? [] } as never);
      return piece;
    } catch (error) {
      if (isDuplicateKey(error)) return null;
      throw error;
    }
  }

  /** All phones of a complete list, piece by piece. */
  async *pieces(freezeId: string): AsyncGenerator<string[]> {
    const cursor = this.lists
      .find({ freezeId, isSeal: false }, { phones: 1 })
      .sort({ n: 1 })
      .lean<Pick<FrozenAudienceRecord, 'phones'>[]>()
      .cursor({ batchSize: 4 });
    for await (const { phones } of cursor) yield phones;
  }

  /**
   * Takes phones out of a complete list, also where they are the bound of a piece.
   * @returns how many of them it had
   */
  async takeOut(freezeId: string, phones: readonly string[], session: ClientSession): Promise<number> {
    let taken = 0;
    for (const phone of phones) {
      const piece = await this.pieceFor(freezeId, phone, session);
      if (!piece?.phones.includes(phone)) continue;
      const left = piece.phones.filter((other) => other !== phone);
      const lastPhone = left.at(-1) ?? '';
      const itself = { _id: piece._id, freezeId };
      await this.lists.updateOne(itself, { $set: { phones: left, lastPhone } }, { session });
      await this.lists.updateMany({ freezeId, n: { $gte: piece.n } }, { $inc: { total: -1 } }, { session });
      await this.lists.updateMany({ freezeId, isSeal: true, lastPhone: phone }, { $set: { lastPhone } }, { session });
      taken++;
    }
    return taken;
  }

  /** The ids of all lists. */
  ids(): Promise<string[]> {
    return this.lists.distinct('freezeId').exec();
  }

  async remove(freezeId: string): Promise<void> {
    await this.lists.deleteMany({ freezeId });
  }
}
