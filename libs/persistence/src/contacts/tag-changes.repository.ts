import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { OrdersRepository } from '../orders.repository.js';
import { tagChangeDefinition, type TagChangeRecord } from './tag-change.schema.js';

/** Tag changes: tags added to and removed from all contacts that a filter finds. */
@Injectable()
export class TagChangesRepository extends OrdersRepository<TagChangeRecord> {
  constructor(@InjectModel(tagChangeDefinition.name) model: Model<TagChangeRecord>) {
    super(model);
  }
}
