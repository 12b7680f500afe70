import { Injectable } from '@nestjs/common';
import { IdempotencyKeysRepository, ImportsRepository, everyAccountOf, type ImportRecord } from '#persistence';
import { ProblemError } from '#platform';
import type { ClientSession } from 'mongodb';
import { createHash } from 'node:crypto';
import { fieldMessage } from '../http/request-input.js';
import type { UploadFields } from './read-upload.js';

/** Visible ASCII, as in the IETF draft on the `Idempotency-Key` header. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/** In the build before, `clear` was the default, so an upload without the option has the same fingerprint as there. */
const BLANK_COLUMNS = { ask: 'clear', clear: 'clear, as stated', keep: 'keep' };

/** Identifies an upload by its file and its options. */
export function fingerprintOf({ accountId, options }: UploadFields, sha256: string): string {
  const { mapping, ...others } = options;
  const told = {
    ...others,
    blankColumns: BLANK_COLUMNS[options.blankColumns],
    ...(mapping && { mapping: JSON.stringify(mapping) }),
  };
  const said = [sha256, accountId, ...Object.entries(told).sort().flat()];
  return createHash('sha256').update(said.join('\n')).digest('hex');
}

/** The `Idempotency-Key` of uploads: sending the same upload again with the same key returns the same import. */
@Injectable()
export class UploadKeys {
  constructor(
    private readonly keys: IdempotencyKeysRepository,
    private readonly imports: ImportsRepository,
  ) {}

  /** @throws ProblemError `invalid_request` when the header is not a valid key */
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
   * Claims the key for a new import. Insert the import's record in the same transaction.
   * @returns null if this import has claimed the key, or the import that an earlier upload created with it
   * @throws ProblemError `idempotency_key_reused` when it was used for another upload, `upload_in_progress` while the
   *   earlier upload is still being stored
   */
  async claim(
    organisationId: string,
    key: string,
    importId: string,
    fingerprint: string,
    session: ClientSession,
  ): Promise<ImportRecord | null> {
    const claim = await this.keys.claim(organisationId, key, importId, fingerprint, session);
    if (claim.importId === importId) return null;
    if (claim.fingerprint !== fingerprint) {
      throw new ProblemError('idempotency_key_reused');
    }
    const earlier = await this.imports.find(everyAccountOf(organisationId), claim.importId, session);
    if (earlier) return earlier;
    // The build before wrote the claim and the record one after the other, so the record may still come.
    if (Date.now() - claim.createdAt.getTime() < ABANDONED_MS)
      throw new ProblemError('upload_in_progress', { headers: { 'Retry-After': '2' } });
    await this.keys.passOn(organisationId, key, { from: claim.importId, to: importId }, session);
    return null;
  }

  /** Releases the key of an import that was not created. */
  release(organisationId: string, key: string, importId: string, session: ClientSession): Promise<void> {
    return this.keys.release(organisationId, key, importId, session);
  }
}

/** Normally there were only two writes to MongoDB between the claim and the record. */
const ABANDONED_MS = 30_000;
