import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model } from 'mongoose';
import { idempotencyKeyDefinition, type IdempotencyKeyRecord } from './idempotency-key.schema.js';

/** The `Idempotency-Key`s of uploads, by organisation. */
@Injectable()
export class IdempotencyKeysRepository {
  constructor(@InjectModel(idempotencyKeyDefinition.name) private readonly model: Model<IdempotencyKeyRecord>) {}

  find(organisationId: string, key: string): Promise<IdempotencyKeyRecord | null> {
    return this.model
      .findOne({ _id: idOf(organisationId, key) })
      .lean<IdempotencyKeyRecord>()
      .exec();
  }

  /** Claims a key for an import. @returns the valid claim: this one, or an earlier one of the same key */
  async claim(
    organisationId: string,
    key: string,
    importId: string,
    fingerprint: string,
  ): Promise<IdempotencyKeyRecord> {
    const claim = { importId, fingerprint, createdAt: new Date() };
    return this.model
      .findOneAndUpdate(
        { _id: idOf(organisationId, key) },
        { $setOnInsert: claim },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<IdempotencyKeyRecord>()
      .orFail()
      .exec();
  }

  /** Releases the key of an import that was not created. */
  async release(organisationId: string, key: string, importId: string): Promise<void> {
    await this.model.deleteOne({ _id: idOf(organisationId, key), importId });
  }
}

function idOf(organisationId: string, key: string): string {
  return `${organisationId}/${key}`;
}
