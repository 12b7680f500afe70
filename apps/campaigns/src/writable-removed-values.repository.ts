import { Injectable } from '@nestjs/common';
import { fold } from '#contact-rules';
import type { RemovedValueRecord } from '#persistence';
import { InjectRemovedValues } from '#persistence/owned/campaigns';
import type { Model } from 'mongoose';

/** Stores which value names imports have removed from whole accounts, because their column was blank throughout. */
@Injectable()
export class WritableRemovedValuesRepository {
  constructor(@InjectRemovedValues() private readonly removed: Model<RemovedValueRecord>) {}

  /** Stores a removal. The latest import wins, in whatever order and however often the events arrive. */
  async note({ accountId, name, importId }: Omit<RemovedValueRecord, '_id'>): Promise<void> {
    await this.removed.updateOne(
      { _id: `${accountId}/${fold(name)}` },
      { $max: { importId }, $setOnInsert: { accountId, name } },
      { upsert: true },
    );
  }
}
