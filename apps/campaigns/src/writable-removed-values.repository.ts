import { Injectable } from '@nestjs/common';
import { fold } from '#contact-rules';
import type { RemovedValueRecord } from '#persistence';
import { InjectRemovedValues } from '#persistence/owned/campaigns';
import type { Model } from 'mongoose';

/** Notes which value names imports have removed from whole accounts, because their column was blank throughout. */
@Injectable()
export class WritableRemovedValuesRepository {
  constructor(@InjectRemovedValues() private readonly removed: Model<RemovedValueRecord>) {}

  /** Notes a removal. Of several imports the youngest stays, in whatever order and however often they are heard of. */
  async note({ accountId, name, importId }: Omit<RemovedValueRecord, '_id'>): Promise<void> {
    await this.removed.updateOne(
      { _id: `${accountId}/${fold(name)}` },
      { $max: { importId }, $setOnInsert: { accountId, name } },
      { upsert: true },
    );
  }
}
