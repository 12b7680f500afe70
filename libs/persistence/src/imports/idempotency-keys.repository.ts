import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { ClientSession } from 'mongodb';
import { Model } from 'mongoose';
import { removeInOrder } from '../remove-oldest.js';
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
    session: ClientSession,
  ): Promise<IdempotencyKeyRecord> {
    const claim = { importId, fingerprint, createdAt: new Date() };
    return this.model
      .findOneAndUpdate(
        { _id: idOf(organisationId, key) },
        { $setOnInsert: claim },
        { upsert: true, returnDocument: 'after', session },
      )
      .lean<IdempotencyKeyRecord>()
      .orFail()
      .exec();
  }

  /** Gives an import the key of one that was never created. */
  async passOn(
    organisationId: string,
    key: string,
    { from, to }: { from: string; to: string },
    session: ClientSession,
  ): Promise<void> {
    const change = { importId: to, createdAt: new Date() };
    await this.model.updateOne({ _id: idOf(organisationId, key), importId: from }, { $set: change }, { session });
  }

  /** Releases the key of an import that was not created. */
  async release(organisationId: string, key: string, importId: string, session: ClientSession): Promise<void> {
    await this.model.deleteOne({ _id: idOf(organisationId, key), importId }, { session });
  }

  /** For the sweeper: removes the oldest keys of all organisations. @returns how many */
  removeBefore(before: Date, limit: number): Promise<number> {
    return removeInOrder(this.model, { createdAt: { $lt: before } }, { createdAt: 1, _id: 1 }, limit);
  }
}

function idOf(organisationId: string, key: string): string {
  return `${organisationId}/${key}`;
}
