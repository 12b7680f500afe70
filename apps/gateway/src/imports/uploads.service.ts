import type { MultipartFile } from '@fastify/multipart';
import { Inject, Injectable } from '@nestjs/common';
import { importCounts, type Import } from '#contracts';
import {
  ImportsRepository,
  ImportTurnsRepository,
  Transactions,
  type AccountRef,
  type ImportRecord,
} from '#persistence';
import { CONFIG, currentTraceparent, isTransient, LOGGER, ProblemError, withLogContext, type Config } from '#platform';
import { ObjectStore } from '#storage';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { v7 as newId } from 'uuid';
import type { Principal } from '../access/principal.js';
import { hasRole } from '../access/route-access.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { currentLanguage } from '../http/language.js';
import { JobsService } from '../jobs/jobs.service.js';
import { discardBody } from './discard-body.js';
import { safeFileName } from './file-name.js';
import { ImportsService } from './imports.service.js';
import { readUpload, type UploadFields } from './read-upload.js';
import { fileTooLarge, storeFile } from './store-file.js';
import { fingerprintOf, UploadKeys } from './upload-keys.js';
import { watchUpload } from './upload-watch.js';

/** Allowance for the other fields, of which a mapping may be large, and the boundaries of the form. */
const FORM_BYTES = 256 * 1024;
/** `files: 2` and no file size limit, because we answer a second file and a large file with problems of our own. */
const FORM_LIMITS = { fieldNameSize: 100, fieldSize: 128 * 1024, fields: 20, files: 2, fileSize: Infinity };

interface StoredFile {
  importId: string;
  key: string;
  account: AccountRef;
  fields: UploadFields;
  fileName: string;
  size: number;
  fingerprint: string;
}

/** Receives files: stores the object, then the record, then adds the job, so that a sweeper can repair any failure. */
@Injectable()
export class UploadsService {
  constructor(
    private readonly store: ObjectStore,
    private readonly records: ImportsRepository,
    private readonly turns: ImportTurnsRepository,
    private readonly transactions: Transactions,
    private readonly accounts: AccountsService,
    private readonly imports: ImportsService,
    private readonly jobs: JobsService,
    private readonly keys: UploadKeys,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws ProblemError when the upload is refused; then neither an object nor a record is left */
  async receive(principal: Principal, request: FastifyRequest): Promise<Import> {
    const importId = newId();
    return withLogContext({ requestId: request.id, importId, organisationId: principal.organisationId }, async () => {
      try {
        return await this.takeIn(principal, request, importId);
      } catch (error) {
        discardBody(request.raw);
        throw error;
      }
    });
  }

  private async takeIn(principal: Principal, request: FastifyRequest, importId: string): Promise<Import> {
    const { organisationId } = principal;
    this.checkHead(request);
    const key = this.keys.read(request.headers['idempotency-key']);
    if (!key || !(await this.keys.isKnown(organisationId, key))) await this.checkOpenImports(organisationId);
    const stored = await this.storeUpload(principal, request, importId);
    const record = await this.enter(newRecord(principal, stored), key, stored.fingerprint);
    if (record._id !== importId) return this.imports.answer(record);
    await this.keepToLimit(record, key);
    if (record.options.start === 'auto') await this.turns.enter(stored.account, importId);
    await this.jobs.start('imports', { kind: 'check', importId, organisationId });
    this.logger.info({ bytes: stored.size }, 'the upload is stored');
    return this.imports.answer(record);
  }

  /** The checks that do not need the body. */
  private checkHead(request: FastifyRequest): void {
    if (!request.isMultipart()) {
      throw new ProblemError('not_multipart');
    }
    const { uploadBytes } = this.config.limits;
    if (Number(request.headers['content-length'] ?? 0) > uploadBytes + FORM_BYTES) throw fileTooLarge(uploadBytes);
  }

  private async checkOpenImports(organisationId: string): Promise<void> {
    const { openImports } = this.config.limits;
    if ((await this.records.countOpen(organisationId)) < openImports) return;
    throw tooManyOpen(openImports);
  }

  private async storeUpload(
    { organisationId, role }: Principal,
    request: FastifyRequest,
    importId: string,
  ): Promise<StoredFile> {
    const key = `imports/${importId}/source`;
    const { signal, stop } = watchUpload(request.raw, this.config.limits);
    let stored: StoredFile | undefined;
    let taking = false;
    const takeFile = async (fields: UploadFields, file: MultipartFile): Promise<void> => {
      taking = true;
      if (fields.options.optOut === 'clear' && !hasRole(role, 'admin')) throw new ProblemError('not_allowed/opt_out');
      const account = await this.accounts.requireActive(organisationId, fields.accountId);
      signal.addEventListener('abort', () => file.file.destroy(signal.reason as Error));
      const { size, sha256 } = await storeFile(this.store, key, file.file, this.config.limits.uploadBytes);
      taking = false;
      const fingerprint = fingerprintOf(fields, sha256);
      stored = { importId, key, account, fields, fileName: safeFileName(file.filename), size, fingerprint };
    };
    try {
      const reading = readUpload(request.parts({ limits: FORM_LIMITS }), takeFile);
      // While the file is being stored, wait until that has ended, so that nothing is left in the store.
      const stalled = new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => taking || reject(signal.reason as Error)),
      );
      await Promise.race([reading, stalled]);
      return stored!;
    } catch (error) {
      if (stored) await this.removeObject(key);
      throw error;
    } finally {
      stop();
    }
  }

  /**
   * Stores the record and its key, in one transaction. Unless the import is new, the new object is removed.
   * @returns the record, or that of the import that the same upload created before
   */
  private async enter(record: ImportRecord, key: string | null, fingerprint: string): Promise<ImportRecord> {
    const { _id, organisationId, sourceKey } = record;
    try {
      const entered = await this.transactions.run(async (session) => {
        const earlier = key && (await this.keys.claim(organisationId, key, _id, fingerprint, session));
        if (earlier) return earlier;
        await this.records.insert(record, session);
        return record;
      });
      if (entered !== record) await this.removeObject(sourceKey);
      return entered;
    } catch (error) {
      // When MongoDB is unavailable, the record may or may not be stored. The sweeper removes the object if it is not.
      if (!isTransient(error)) await this.removeObject(sourceKey);
      throw error;
    }
  }

  /** Checks the limit again with the record stored, because other uploads may have finished meanwhile. */
  private async keepToLimit({ _id, organisationId, sourceKey }: ImportRecord, key: string | null): Promise<void> {
    const { openImports } = this.config.limits;
    if ((await this.records.countOpen(organisationId)) <= openImports) return;
    await this.transactions.run(async (session) => {
      await this.records.takeBack(organisationId, _id, session);
      if (key) await this.keys.release(organisationId, key, _id, session);
    });
    await this.removeObject(sourceKey);
    throw tooManyOpen(openImports);
  }

  /** If this fails, the sweeper removes the object later, because it has no record. */
  private async removeObject(key: string): Promise<void> {
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
