import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import type { AuditQuery, Count } from '#contracts';
import { removeOldest } from '../remove-oldest.js';
import { auditDefinition, type AuditRecord } from './audit.schema.js';

/** Counting stops here, because nobody reads that many entries and the log only grows. */
const COUNT_UP_TO = 10_000;

/** The audit log. Entries are only added, and removed when they have been kept long enough. */
@Injectable()
export class AuditRepository {
  constructor(@InjectModel(auditDefinition.name) private readonly model: Model<AuditRecord>) {}

  async add(record: AuditRecord, session?: ClientSession): Promise<void> {
    await this.model.create([record], { session });
  }

  /** Newest first. Reads one more than `limit`, so that the caller knows whether there is a next page. */
  list(organisationId: string, query: AuditQuery): Promise<AuditRecord[]> {
    return this.model
      .find({ ...conditions(organisationId, query), ...(query.after && { _id: { $lt: query.after } }) })
      .sort({ _id: -1 })
      .limit(query.limit + 1)
      .lean<AuditRecord[]>()
      .exec();
  }

  async count(organisationId: string, query: AuditQuery): Promise<Count> {
    const found = await this.model.countDocuments(conditions(organisationId, query)).limit(COUNT_UP_TO + 1);
    return { value: Math.min(found, COUNT_UP_TO), exact: found <= COUNT_UP_TO };
  }

  /** For the sweeper: removes the oldest entries of all organisations. @returns how many */
  removeBefore(before: Date, limit: number): Promise<number> {
    return removeOldest(this.model, before, { at: { $lt: before } }, limit);
  }
}

function conditions(organisationId: string, { action, actorId }: AuditQuery) {
  return { organisationId, ...(action && { action }), ...(actorId && { 'actor.id': actorId }) };
}
