import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { OrdersRepository } from '../orders.repository.js';
import { exportDefinition, type ExportRecord } from './export.schema.js';

/** Exports: one file made from one filter. */
@Injectable()
export class ExportsRepository extends OrdersRepository<ExportRecord> {
  constructor(@InjectModel(exportDefinition.name) model: Model<ExportRecord>) {
    super(model);
  }

  /** For the sweeper alone: exports whose time is over. */
  findExpired(now: Date, limit: number): Promise<ExportRecord[]> {
    return this.model
      .find({ expiresAt: { $lt: now } })
      .limit(limit)
      .lean<ExportRecord[]>()
      .exec();
  }

  /** Removes an expired export's record, after its object. Contacts have no such method. */
  async remove(organisationId: string, exportId: string): Promise<void> {
    await this.model.deleteOne({ _id: exportId, organisationId });
  }
}
