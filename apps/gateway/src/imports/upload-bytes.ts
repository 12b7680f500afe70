import { Injectable } from '@nestjs/common';
import { UPLOAD_PART_BYTES } from '#contracts';
import { everyAccountOf, UploadsRepository, type UploadAdvance, type UploadRecord } from '#persistence';
import { ProblemError } from '#platform';
import { isMissing, ObjectStore, type StoredPart } from '#storage';
import { createHash, randomInt } from 'node:crypto';
import type { Readable } from 'node:stream';
import { v7 as newId } from 'uuid';
import { CONTENT_TYPE } from './store-file.js';

/** The parts of an object in S3. */
const MAX_PARTS = 10_000;

/**
 * The bytes of uploads that arrive in pieces: full parts of a multipart upload, and an object with what came after the
 * last of them, because S3 takes no small part in the middle. Memory is one part for each request.
 */
@Injectable()
export class UploadBytes {
  constructor(
    private readonly store: ObjectStore,
    private readonly uploads: UploadsRepository,
  ) {}

  /**
   * Stores the full parts of a piece while it arrives.
   * @returns the upload now, and the bytes after its last full part, which are not entered yet
   * @throws ProblemError `file_too_large` when there are more bytes than the file has, `upload_offset_mismatch` when
   *   another request was faster
   */
  async receive(record: UploadRecord, piece: Readable): Promise<{ upload: UploadRecord; tail: Buffer }> {
    const buffer = Buffer.allocUnsafeSlow(Math.min(UPLOAD_PART_BYTES, record.size - partBytes(record)));
    let upload = record;
    let filled = await this.readRest(record, buffer);
    let offset = record.offset;
    for await (const chunk of piece as AsyncIterable<Buffer>) {
      offset += chunk.length;
      if (offset > record.size) throw new ProblemError('file_too_large/longer', { with: { bytes: record.size } });
      for (let from = 0; from < chunk.length;) {
        if (filled === buffer.length) {
          upload = await this.storePart(upload, buffer);
          filled = 0;
        }
        const copied = chunk.copy(buffer, filled, from);
        filled += copied;
        from += copied;
      }
    }
    return { upload, tail: buffer.subarray(0, filled) };
  }

  /** How many bytes there are with this tail. */
  endOf(upload: UploadRecord, tail: Buffer): number {
    return partBytes(upload) + tail.length;
  }

  /** Stores what a piece ended with, so that the next goes on behind it. */
  async keep(upload: UploadRecord, tail: Buffer): Promise<UploadRecord> {
    const offset = this.endOf(upload, tail);
    if (offset === upload.offset) return upload;
    if (tail.length === UPLOAD_PART_BYTES) return this.storePart(upload, tail);
    // A key of its own: what another request has stored and entered must not change.
    const restKey = restPrefix(upload) + newId();
    await this.store.put(restKey, tail, CONTENT_TYPE);
    return this.advance(upload, { offset, restKey });
  }

  /**
   * Makes one object of the parts and these last bytes. When it was made before, by a request that came no further, it
   * stays as it is.
   * @returns the SHA-256 of the object in hexadecimal
   * @throws ProblemError `upload_not_found` when the parts are not kept any more
   */
  async assemble(upload: UploadRecord, tail: Buffer): Promise<string> {
    const key = sourceKey(upload);
    if ((await this.store.size(key)) !== upload.size) await this.join(upload, tail);
    // A hash cannot be handed from gateway to gateway, so the bytes are read once more.
    const hash = createHash('sha256');
    for await (const chunk of await this.store.get(key)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  }

  /** Removes the parts of an upload. What cannot be removed now is left to the sweeper. */
  async discard(upload: UploadRecord): Promise<void> {
    if (upload.partsId) await this.store.parts(sourceKey(upload), CONTENT_TYPE).abandon(upload.partsId);
    await this.forgetRests(upload);
  }

  /** Removes what came after full parts, also what a gateway that was killed left of that. */
  async forgetRests(upload: UploadRecord): Promise<void> {
    await this.store.deleteAll(restPrefix(upload)).catch(() => undefined);
  }

  private async forgetRest({ restKey }: Pick<UploadRecord, 'restKey'>): Promise<void> {
    if (restKey) await this.store.delete(restKey).catch(() => undefined);
  }

  private async join(upload: UploadRecord, tail: Buffer): Promise<void> {
    const { partsId, parts, size } = upload;
    if (!partsId) return this.store.put(sourceKey(upload), tail, CONTENT_TYPE);
    const object = this.store.parts(sourceKey(upload), CONTENT_TYPE);
    try {
      const last = await object.store(partsId, numberOfNext(upload), tail);
      await object.complete(partsId, [...parts, last]);
    } catch (error) {
      if (!isMissing(error)) throw error;
      // Another request may have completed it at this moment.
      if ((await this.store.size(sourceKey(upload))) !== size)
        throw new ProblemError('upload_not_found', { cause: error });
    }
  }

  private async storePart(upload: UploadRecord, body: Buffer): Promise<UploadRecord> {
    const object = this.store.parts(sourceKey(upload), CONTENT_TYPE);
    const partsId = upload.partsId ?? (await object.begin());
    let part: StoredPart;
    try {
      part = await object.store(partsId, numberOfNext(upload), body);
    } catch (error) {
      if (!isMissing(error)) throw error;
      // Another request may have stored these bytes, and completed the object, while they came.
      const now = await this.uploads.find(everyAccountOf(upload.organisationId), upload._id, upload.createdAt);
      if (now && now.offset !== upload.offset) throw movedOn(now.offset);
      throw new ProblemError('upload_not_found', { cause: error });
    }
    const offset = this.endOf(upload, body);
    return this.advance(upload, { offset, partsId, parts: [...upload.parts, part], restKey: null });
  }

  private async advance(upload: UploadRecord, change: UploadAdvance): Promise<UploadRecord> {
    const now = await this.uploads.advance(upload, change);
    // What the record names no more, or does not come to name.
    const { restKey = null, partsId } = change;
    await this.forgetRest(now ? upload : { restKey });
    if (now) return now;
    if (partsId && !upload.partsId) await this.store.parts(sourceKey(upload), CONTENT_TYPE).abandon(partsId);
    throw movedOn(upload.offset);
  }

  private async readRest({ restKey }: UploadRecord, buffer: Buffer): Promise<number> {
    if (!restKey) return 0;
    let filled = 0;
    for await (const chunk of await this.store.get(restKey)) filled += (chunk as Buffer).copy(buffer, filled);
    return filled;
  }
}

/** Where the upload's object is when it is complete. */
export function sourceKey({ _id }: UploadRecord): string {
  return `imports/${_id}/source`;
}

function restPrefix({ _id }: UploadRecord): string {
  return `imports/${_id}/rest/`;
}

export function movedOn(offset: number): ProblemError {
  return new ProblemError('upload_offset_mismatch', { with: { offset } });
}

function partBytes({ parts }: UploadRecord): number {
  return parts.length * UPLOAD_PART_BYTES;
}

/**
 * The number of the next part in S3. Each part has a range of numbers, of which one is drawn: a request that was given
 * up and wakes late must not store its bytes under the number of a part that another one has entered.
 */
function numberOfNext({ size, parts }: UploadRecord): number {
  const range = Math.max(1, Math.floor(MAX_PARTS / Math.ceil(size / UPLOAD_PART_BYTES)));
  return parts.length * range + randomInt(range) + 1;
}
