import { Inject, Injectable } from '@nestjs/common';
import type { Upload } from '#contracts';
import { UploadsRepository, type UploadRecord, type AccountScope } from '#persistence';
import { CONFIG, ProblemError, withLogContext, type Config } from '#platform';
import type { FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { v7 as newId } from 'uuid';
import type { Principal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { AuditService } from '../audit/audit.service.js';
import { discardBody } from './discard-body.js';
import { safeFileName } from './file-name.js';
import { NewImportsService } from './new-imports.service.js';
import { checkMayState, readFields, uploadIncomplete } from './read-upload.js';
import { fileTooLarge } from './store-file.js';
import { badHeader, numberHeader, PIECE_TYPE, readMetadata } from './tus-headers.js';
import { movedOn, sourceKey, UploadBytes } from './upload-bytes.js';
import { UploadKeys } from './upload-keys.js';
import { watchUpload } from './upload-watch.js';

/**
 * Receives files that come in pieces, by the tus protocol. Any gateway takes the next piece, because all state is in the
 * record and in the object store.
 */
@Injectable()
export class ResumableUploadsService {
  private readonly keptMs: number;

  constructor(
    private readonly uploads: UploadsRepository,
    private readonly bytes: UploadBytes,
    private readonly accounts: AccountsService,
    private readonly newImports: NewImportsService,
    private readonly keys: UploadKeys,
    private readonly audit: AuditService,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.keptMs = config.OBJECT_MARGIN_SECONDS * 1000;
  }

  /** Begins an upload. Everything is checked that does not need the file. */
  async create(principal: Principal, request: FastifyRequest): Promise<Upload> {
    const { organisationId } = principal;
    const size = numberHeader(request, 'Upload-Length');
    const { uploadBytes } = this.config.limits;
    if (size === 0) throw new ProblemError('empty_file/upload');
    if (size > uploadBytes) throw fileTooLarge(uploadBytes);
    const { filename, sha256 = null, ...texts } = Object.fromEntries(readMetadata(request.headers['upload-metadata']));
    if (sha256 !== null && !/^[0-9a-f]{64}$/.test(sha256)) throw badHeader('Upload-Metadata');
    const { accountId, options } = readFields(new Map(Object.entries(texts)));
    checkMayState(principal, options);
    const idempotencyKey = this.keys.read(request.headers['idempotency-key']);
    await this.accounts.requireActive(principal, accountId);
    await this.newImports.checkRoom(organisationId, idempotencyKey);
    const openImports = await this.newImports.mostOpen(organisationId);
    if ((await this.uploads.countOpen(organisationId, this.since())) >= openImports)
      throw new ProblemError('too_many_open_imports/uploads', {
        with: { limit: openImports },
        headers: { 'Retry-After': '60' },
      });
    const record: UploadRecord = {
      _id: newId(),
      organisationId,
      accountId,
      options,
      fileName: safeFileName(filename),
      size,
      sha256,
      idempotencyKey,
      offset: 0,
      partsId: null,
      parts: [],
      restKey: null,
      importId: null,
      createdAt: new Date(),
    };
    await this.uploads.insert(record);
    return this.answer(record);
  }

  async read(scope: AccountScope, id: string): Promise<Upload> {
    return this.answer(await this.find(scope, id));
  }

  async remove(scope: AccountScope, id: string): Promise<void> {
    await this.forget(await this.find(scope, id));
  }

  /**
   * Takes the next piece, as far as it comes: when the connection breaks, the client goes on behind what has arrived.
   * With the last byte, the import is created.
   */
  async append(principal: Principal, id: string, request: FastifyRequest): Promise<Upload> {
    const { organisationId } = principal;
    return withLogContext({ requestId: request.id, importId: id, organisationId }, async () => {
      const { signal, stop } = watchUpload(request.raw, this.config.limits);
      try {
        const record = await this.find(principal, id);
        checkMayState(principal, record.options);
        if (request.headers['content-type'] !== PIECE_TYPE) throw new ProblemError('unsupported_media_type/piece');
        if (numberHeader(request, 'Upload-Offset') !== record.offset) throw movedOn(record.offset);
        if (record.importId !== null) return this.answer(record);
        const { upload, tail } = await this.bytes.receive(record, untilBroken(request.raw, signal));
        if (this.bytes.endOf(upload, tail) === upload.size)
          return this.answer(await this.complete(principal, upload, tail, request.id));
        const kept = await this.bytes.keep(upload, tail);
        if (signal.aborted) throw signal.reason as ProblemError;
        if (!request.raw.complete) throw uploadIncomplete(new Error('the connection was closed'));
        return this.answer(kept);
      } catch (error) {
        discardBody(request.raw);
        // Its parts are not in the store any more.
        if (error instanceof ProblemError && error.code === 'upload_not_found')
          await this.uploads.remove(organisationId, id);
        throw error;
      } finally {
        stop();
      }
    });
  }

  /** What is only wrong now leaves the upload before its last bytes, so that the client can send them again later. */
  private async complete(
    principal: Principal,
    upload: UploadRecord,
    tail: Buffer,
    requestId: string,
  ): Promise<UploadRecord> {
    const { _id: importId, organisationId, accountId, options, fileName, size, idempotencyKey } = upload;
    await this.newImports.checkRoom(organisationId, idempotencyKey);
    const account = await this.accounts.requireActive(principal, accountId);
    const key = sourceKey(upload);
    try {
      const sha256 = await this.bytes.assemble(upload, tail);
      if (upload.sha256 !== null && upload.sha256 !== sha256) {
        await this.newImports.removeObject(key);
        throw new ProblemError('checksum_mismatch');
      }
      const file = { importId, key, account, fields: { accountId, options }, fileName, size, sha256 };
      const made = await this.newImports.create(principal, file, idempotencyKey, async (session, madeId) => {
        if (!(await this.uploads.advance(upload, { offset: size, importId: madeId }, session)))
          throw movedOn(upload.offset);
      });
      await this.audit.note(principal, 'import.uploaded', [made._id], requestId);
      await this.bytes.forgetRests(upload);
      return { ...upload, offset: size, importId: made._id };
    } catch (error) {
      // The object is gone, so there is nothing to go on with.
      if (error instanceof ProblemError && error.code !== 'upload_offset_mismatch') await this.forget(upload);
      throw error;
    }
  }

  private async forget(upload: UploadRecord): Promise<void> {
    await this.uploads.remove(upload.organisationId, upload._id);
    await this.bytes.discard(upload);
  }

  private async find(scope: AccountScope, id: string): Promise<UploadRecord> {
    const found = await this.uploads.find(scope, id, this.since());
    if (!found) throw new ProblemError('upload_not_found');
    return found;
  }

  /** Uploads that began before are gone, whether or not they were swept already. */
  private since(): Date {
    return new Date(Date.now() - this.keptMs);
  }

  private answer({ _id, accountId, fileName, size, offset, importId, createdAt }: UploadRecord): Upload {
    const expiresAt = new Date(createdAt.getTime() + this.keptMs);
    return {
      id: _id,
      accountId,
      fileName,
      length: size,
      offset,
      importId,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    };
  }
}

/** The body until it ends, the connection breaks, or it comes too slowly. What has come until then is passed on. */
function untilBroken(request: IncomingMessage, stalled: AbortSignal): Readable {
  const piece = new PassThrough();
  const end = (): void => {
    request.unpipe(piece);
    piece.end();
  };
  request.once('error', end).once('close', end);
  stalled.addEventListener('abort', end);
  return request.pipe(piece);
}
