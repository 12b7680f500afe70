import { Controller, Param, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { uploadSchema, type Upload } from '#contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { created, noContent, ok } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { ResumableUploadsService } from './resumable-uploads.service.js';
import { TusInterceptor, uploadHeaders } from './tus-headers.js';

const OFFSET = { 'Upload-Offset': 'How many bytes of the file are stored.' };
const IMPORT = { 'Import-Id': 'The id of the import, from the moment it exists.' };

/** Uploads in pieces, by the tus protocol 1.0 with its extensions creation, expiration and termination. */
@ApiTags('imports')
@UseInterceptors(TusInterceptor)
@Controller('uploads')
export class ResumableUploadsController {
  constructor(private readonly uploads: ResumableUploadsService) {}

  @Route('POST', '', {
    role: 'editor',
    scope: 'import',
    audit: { none: 'only a complete file becomes an import, which is audited' },
    summary: 'Begin an upload in pieces',
    description:
      'For large files and bad connections: the tus protocol 1.0 (https://tus.io), for which there are clients in many languages. Headers: `Tus-Resumable: 1.0.0`; `Upload-Length`, the size of the file; `Upload-Metadata` with `filename` and the fields of `POST /v1/imports`, and optionally `sha256`, the SHA-256 of the file in hexadecimal, which its bytes must then have. An `Idempotency-Key` does what it does there.',
    answer: created(uploadSchema, 'Where the pieces are sent.'),
    problems: [
      'invalid_request',
      'unsupported_tus_version',
      'missing_field',
      'empty_file',
      'file_too_large',
      'account_not_found',
      'no_active_account',
      'too_many_open_imports',
      'too_many_contacts',
      'storage_full',
    ],
  })
  async beginUpload(
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Upload> {
    return withHeaders(reply, await this.uploads.create(principal, request));
  }

  @Route('GET', ':id', {
    role: 'editor',
    scope: 'import',
    summary: 'See how far an upload is',
    description: 'As JSON. The tus protocol asks by `HEAD` and reads the headers.',
    answer: ok(uploadSchema, { headers: { ...OFFSET, ...IMPORT } }),
    problems: ['unsupported_tus_version', 'upload_not_found'],
  })
  async readUpload(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Upload> {
    return withHeaders(reply, await this.uploads.read(principal, id));
  }

  @Route('PATCH', ':id', {
    role: 'editor',
    scope: 'import',
    audit: { none: 'the last piece creates an import, which is audited by itself' },
    lasting: true,
    summary: 'Send the next piece of a file',
    description:
      'The bytes, with the headers `Upload-Offset`, which says how many came before, and `Content-Type: application/offset+octet-stream`. When the connection breaks, what has arrived is kept: ask where to go on. With the last piece, the import is created, as by `POST /v1/imports`.',
    answer: { ...noContent('The piece is stored.'), headers: { ...OFFSET, ...IMPORT } },
    problems: [
      'unsupported_tus_version',
      'unsupported_media_type',
      'upload_not_found',
      'upload_offset_mismatch',
      'upload_incomplete',
      'upload_too_slow',
      'file_too_large',
      'checksum_mismatch',
      'account_not_found',
      'no_active_account',
      'upload_in_progress',
      'idempotency_key_reused',
      'too_many_open_imports',
      'too_many_contacts',
      'storage_full',
    ],
  })
  async sendPiece(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    withHeaders(reply, await this.uploads.append(principal, id, request));
  }

  @Route('DELETE', ':id', {
    role: 'editor',
    scope: 'import',
    audit: { none: 'nothing was imported' },
    summary: 'Give an upload up',
    description: 'What has arrived is removed. The import of a complete upload stays.',
    answer: noContent('It is gone.'),
    problems: ['unsupported_tus_version', 'upload_not_found'],
  })
  removeUpload(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<void> {
    return this.uploads.remove(principal, id);
  }
}

function withHeaders(reply: FastifyReply, upload: Upload): Upload {
  void reply.headers(uploadHeaders(upload));
  return upload;
}
