import type { MultipartFile } from '@fastify/multipart';
import { Inject, Injectable } from '@nestjs/common';
import type { Import } from '#contracts';
import { CONFIG, ProblemError, withLogContext, type Config } from '#platform';
import { ObjectStore } from '#storage';
import type { FastifyRequest } from 'fastify';
import { v7 as newId } from 'uuid';
import type { Principal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { discardBody } from './discard-body.js';
import { safeFileName } from './file-name.js';
import { ImportsService } from './imports.service.js';
import { NewImportsService, type StoredFile } from './new-imports.service.js';
import { checkMayState, readUpload, type UploadFields } from './read-upload.js';
import { fileTooLarge, storeFile } from './store-file.js';
import { UploadKeys } from './upload-keys.js';
import { watchUpload } from './upload-watch.js';

/** Allowance for the other fields, of which a mapping may be large, and the boundaries of the form. */
const FORM_BYTES = 256 * 1024;
/** `files: 2` and no file size limit, because we answer a second file and a large file with problems of our own. */
const FORM_LIMITS = { fieldNameSize: 100, fieldSize: 128 * 1024, fields: 20, files: 2, fileSize: Infinity };

/** Receives files that come in one request. */
@Injectable()
export class UploadsService {
  constructor(
    private readonly store: ObjectStore,
    private readonly accounts: AccountsService,
    private readonly imports: ImportsService,
    private readonly newImports: NewImportsService,
    private readonly keys: UploadKeys,
    @Inject(CONFIG) private readonly config: Config,
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
    this.checkHead(request);
    const key = this.keys.read(request.headers['idempotency-key']);
    await this.newImports.checkRoom(principal.organisationId, key);
    const stored = await this.storeUpload(principal, request, importId);
    return this.imports.answer(await this.newImports.create(principal, stored, key));
  }

  /** The checks that do not need the body. */
  private checkHead(request: FastifyRequest): void {
    if (!request.isMultipart()) {
      throw new ProblemError('not_multipart');
    }
    const { uploadBytes } = this.config.limits;
    if (Number(request.headers['content-length'] ?? 0) > uploadBytes + FORM_BYTES) throw fileTooLarge(uploadBytes);
  }

  private async storeUpload(principal: Principal, request: FastifyRequest, importId: string): Promise<StoredFile> {
    const key = `imports/${importId}/source`;
    const { signal, stop } = watchUpload(request.raw, this.config.limits);
    let stored: StoredFile | undefined;
    let taking = false;
    const takeFile = async (fields: UploadFields, file: MultipartFile): Promise<void> => {
      taking = true;
      checkMayState(principal, fields.options);
      const account = await this.accounts.requireActive(principal, fields.accountId);
      signal.addEventListener('abort', () => file.file.destroy(signal.reason as Error));
      const { size, sha256 } = await storeFile(this.store, key, file.file, this.config.limits.uploadBytes);
      taking = false;
      stored = { importId, key, account, fields, fileName: safeFileName(file.filename), size, sha256 };
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
      if (stored) await this.newImports.removeObject(key);
      throw error;
    } finally {
      stop();
    }
  }
}
