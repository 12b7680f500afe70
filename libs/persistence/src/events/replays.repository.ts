import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import type { ServiceName } from '#contracts';
import type { AccountRef } from '../accounts/scope.js';
import { OrdersRepository } from '../orders.repository.js';
import { replayDefinition, type ReplayRecord } from './replay.schema.js';

/** Replays: one subscriber is told again of every contact of an account. */
@Injectable()
export class ReplaysRepository extends OrdersRepository<ReplayRecord> {
  constructor(@InjectModel(replayDefinition.name) model: Model<ReplayRecord>) {
    super(model);
  }

  /** A replay of the account to this subscriber that has not ended. */
  findOpen({ id, organisationId }: AccountRef, to: ServiceName): Promise<ReplayRecord | null> {
    return this.model
      .findOne({ organisationId, accountId: id, to, status: { $in: ['queued', 'running'] } })
      .lean<ReplayRecord>()
      .exec();
  }
}
