import { Inject, Injectable } from '@nestjs/common';
import { importCounts } from '#contracts';
import {
  ImportsRepository,
  ImportTurnsRepository,
  Transactions,
  type AccountRef,
  type ImportRecord,
  everyAccountOf,
} from '#persistence';
import { currentTraceparent, isTransient, LOGGER, ProblemError } from '#platform';
import { ObjectStore } from '#storage';
import type { ClientSession } from 'mongodb';
import type { Logger } from 'pino';
import type { Principal } from '../access/principal.js';
import { currentLanguage } from '../http/language.js';
import { JobsService } from '../jobs/jobs.service.js';
import { QuotasService } from '../quotas/quotas.service.js';
import type { UploadFields } from './read-upload.js';
import { fingerprintOf, UploadKeys } from './upload-keys.js';

/** A file that has arrived completely and is in the object store. */
export interface StoredFile {
  importId: string;
  key: string;
  account: AccountRef;
  fields: UploadFields;
  fileName: string;
  size: number;
  sha256: string;
}

/** Makes imports of stored files: first the record, then the job, so that a sweeper can repair any failure. */
@Injectable()
export class NewImportsService {
  constructor(
    private readonly store: ObjectStore,
    private readonly records: ImportsRepository,
    private readonly turns: ImportTurnsRepository,
    private readonly transactions: Transactions,
    private readonly jobs: JobsService,
    private readonly keys: UploadKeys,
    private readonly quotas: QuotasService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * @param key the `Idempotency-Key`; one that is known may belong to an import that is open already
   * @throws ProblemError `too_many_open_imports`, `too_many_contacts`, `storage_full`
   */
  async checkRoom(organisationId: string, key: string | null): Promise<void> {
    if (key && (await this.keys.isKnown(organisationId, key))) return;
    const openImports = await this.quotas.openImports(organisationId);
    if ((await this.records.countOpen(organisationId)) >= openImports) throw tooManyOpen(openImports);
    await this.quotas.requireRoomForContacts(organisationId);
    await this.quotas.requireStorage(organisationId);
  }

  /** How many imports of an organisation may be open. */
  mostOpen(organisationId: string): Promise<number> {
    return this.quotas.openImports(organisationId);
  }

  /**
   * Creates the import of a file, once for an `Idempotency-Key`. Unless it is new, its object is removed.
   * @param alongside what is stored in the same transaction, given the id of the import
   * @returns the record, or that of the import that the same upload created before
   * @throws ProblemError `idempotency_key_reused`, `upload_in_progress`, `too_many_open_imports`, and what `alongside`
   *   throws. Then the object is removed, unless an import has it
   */
  async create(
    principal: Principal,
    file: StoredFile,
    key: string | null,
    alongside?: (session: ClientSession, importId: string) => Promise<void>,
  ): Promise<ImportRecord> {
    const { importId, account } = file;
    const { organisationId } = principal;
    const record = await this.enter(
      newRecord(principal, file),
      key,
      fingerprintOf(file.fields, file.sha256),
      alongside,
    );
    if (record._id !== importId) return record;
    await this.keepToLimit(record, key);
    if (record.options.start === 'auto') await this.turns.enter(account, importId);
    await this.jobs.start('imports', { kind: 'check', importId, organisationId });
    this.logger.info({ bytes: file.size }, 'the upload is stored');
    return record;
  }

  private async enter(
    record: ImportRecord,
    key: string | null,
    fingerprint: string,
    alongside?: (session: ClientSession, importId: string) => Promise<void>,
  ): Promise<ImportRecord> {
    const { _id, organisationId, sourceKey } = record;
    try {
      const entered = await this.transactions.run(async (session) => {
        const earlier = key && (await this.keys.claim(organisationId, key, _id, fingerprint, session));
        await alongside?.(session, earlier ? earlier._id : _id);
        if (earlier) return earlier;
        await this.records.insert(record, session);
        return record;
      });
      if (entered !== record) await this.removeObject(sourceKey);
      return entered;
    } catch (error) {
      // When MongoDB is unavailable, the record may or may not be stored. The sweeper removes the object if it is not.
      // A file that arrived in pieces may have been completed by another request at the same time.
      if (!isTransient(error) && !(await this.records.find(everyAccountOf(organisationId), _id)))
        await this.removeObject(sourceKey);
      throw error;
    }
  }

  /** Checks the limit again with the record stored, because other uploads may have finished meanwhile. */
  private async keepToLimit({ _id, organisationId, sourceKey }: ImportRecord, key: string | null): Promise<void> {
    const openImports = await this.quotas.openImports(organisationId);
    if ((await this.records.countOpen(organisationId)) <= openImports) return;
    await this.transactions.run(async (session) => {
      await this.records.takeBack(organisationId, _id, session);
      if (key) await this.keys.release(organisationId, key, _id, session);
    });
    await this.removeObject(sourceKey);
    throw tooManyOpen(openImports);
  }

  /** If this fails, the sweeper removes the object later, because it has no record. */
  async removeObject(key: string): Promise<void> {
    await this.store
      .delete(key)
      .catch((error: unknown) => this.logger.warn({ err: error }, 'a refused upload was not removed'));
  }
}

function newRecord({ kind, id, organisationId }: Principal, stored: StoredFile): ImportRecord {
  const now = new Date();
  return {
    _id: stored.importId,
    organisationId,
    accountId: stored.account.id,
    fileName: stored.fileName,
    fileSize: stored.size,
    format: null,
    status: 'uploaded',
    options: stored.fields.options,
    sourceKey: stored.key,
    language: currentLanguage(),
    traceparent: currentTraceparent(),
    checked: null,
    rows: null,
    processed: 0,
    counts: importCounts(null),
    rowsPerSecond: null,
    columns: [],
    preview: [],
    forecast: null,
    warnings: [],
    error: null,
    cancelRequested: false,
    createdAt: now,
    startedAt: null,
    finishedAt: null,
    history: [{ status: 'uploaded', at: now }],
    updatedAt: now,
    createdBy: { kind, id },
  };
}

function tooManyOpen(openImports: number): ProblemError {
  return new ProblemError('too_many_open_imports', { with: { limit: openImports }, headers: { 'Retry-After': '60' } });
}
