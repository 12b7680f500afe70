import { Injectable } from '@nestjs/common';
import { IdempotencyKeysRepository, ImportsRepository, type ImportRecord } from '#persistence';
import { ProblemError } from '#platform';
import { createHash } from 'node:crypto';
import { fieldMessage } from '../http/request-input.js';
import type { UploadFields } from './read-upload.js';

/** Visible ASCII, as IETF's draft on the header has it. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/** What tells one upload from another: the file, and what is to be done with it. */
export function fingerprintOf({ accountId, options }: UploadFields, sha256: string): string {
  const said = [sha256, accountId, ...Object.entries(options).sort().flat()];
  return createHash('sha256').update(said.join('\n')).digest('hex');
}

/** The `Idempotency-Key` of uploads: whoever sends the same upload again under the same key gets the same import. */
@Injectable()
export class UploadKeys {
  constructor(
    private readonly keys: IdempotencyKeysRepository,
    private readonly imports: ImportsRepository,
  ) {}

  /** @throws ProblemError `invalid_request` when the header is no key */
  read(header: string | string[] | undefined): string | null {
    if (header === undefined) return null;
    if (typeof header === 'string' && KEY.test(header)) return header;
    throw new ProblemError('invalid_request/idempotency_key', {
      errors: [{ field: 'Idempotency-Key', message: fieldMessage('field/idempotency_key') }],
    });
  }

  async isKnown(organisationId: string, key: string): Promise<boolean> {
    return (await this.keys.find(organisationId, key)) !== null;
  }

  /**
   * Claims the key for a new import.
   * @returns null when the key is this import's now, or the import that an earlier upload made under it
   * @throws ProblemError `idempotency_key_reused` when it was used for another upload, `upload_in_progress` when the
   *   earlier one is still being taken in
   */
  async claim(
    organisationId: string,
    key: string,
    importId: string,
    fingerprint: string,
  ): Promise<ImportRecord | null> {
    const claim = await this.keys.claim(organisationId, key, importId, fingerprint);
    if (claim.importId === importId) return null;
    if (claim.fingerprint !== fingerprint) {
      throw new ProblemError('idempotency_key_reused');
    }
    const earlier = await this.imports.find(organisationId, claim.importId);
    if (earlier) return earlier;
    // The upload that claimed it has not made its record yet, or never will: then its claim is given up.
    if (Date.now() - claim.createdAt.getTime() > ABANDONED_MS)
      await this.keys.release(organisationId, key, claim.importId);
    throw new ProblemError('upload_in_progress', {
      headers: { 'Retry-After': '2' },
    });
  }

  /** Gives the key back when the import did not come to be. */
  release(organisationId: string, key: string, importId: string): Promise<void> {
    return this.keys.release(organisationId, key, importId);
  }
}

/** Between the claim and the record lie two writes to MongoDB. */
const ABANDONED_MS = 30_000;
