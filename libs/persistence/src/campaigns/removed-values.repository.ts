import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { facetForValueName, fold } from '#contact-rules';
import type { Collection } from 'mongodb';
import { Model } from 'mongoose';
import { HAVE_FACETS } from './audience.repository.js';
import { audienceDefinition, type AudienceRecord } from './audience.schema.js';
import { removedValueDefinition, type RemovedValueRecord } from './removed-value.schema.js';
import type { AccountRef } from '../accounts/scope.js';

/** The value names that imports removed from whole accounts, because their column was blank throughout. */
@Injectable()
export class RemovedValuesRepository {
  private readonly audience: Collection<AudienceRecord>;

  constructor(
    @InjectModel(removedValueDefinition.name) private readonly removed: Model<RemovedValueRecord>,
    @InjectModel(audienceDefinition.name) audience: Model<AudienceRecord>,
  ) {
    this.audience = audience.collection as unknown as Collection<AudienceRecord>;
  }

  /** Those of these names that an import removed and that no contact in the view has now. */
  async gone(account: AccountRef, names: readonly string[]): Promise<string[]> {
    if (names.length === 0) return [];
    const ids = names.map((name) => `${account.id}/${fold(name)}`);
    const removed = await this.removed.find({ _id: { $in: ids } }).lean<RemovedValueRecord[]>();
    const gone: string[] = [];
    for (const { name } of removed) {
      const facets = facetForValueName(name);
      if (!(await this.audience.findOne({ accountId: account.id, standing: { $in: HAVE_FACETS }, facets })))
        gone.push(name);
    }
    return gone;
  }
}
