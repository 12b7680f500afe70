import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Upload } from '#contracts';
import { ProblemError } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';

/** The tus protocol, https://tus.io/protocols/resumable-upload: its version, and the extensions that are there. */
const TUS = { 'Tus-Resumable': '1.0.0' };
const OFFERED = { 'Tus-Version': '1.0.0', 'Tus-Extension': 'creation,expiration,termination' };

export const PIECE_TYPE = 'application/offset+octet-stream';

/** States the version of the protocol in every answer, and refuses requests of another one. */
@Injectable()
export class TusInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    http.getResponse<FastifyReply>().headers(TUS);
    // The protocol has HEAD. GET is for those who read JSON.
    if (request.method !== 'GET' && request.headers['tus-resumable'] !== TUS['Tus-Resumable'])
      throw new ProblemError('unsupported_tus_version', { headers: OFFERED });
    return next.handle();
  }
}

/** What the protocol says of an upload in headers. */
export function uploadHeaders({ offset, length, expiresAt, importId }: Upload): Record<string, string> {
  return {
    'Upload-Offset': String(offset),
    'Upload-Length': String(length),
    'Cache-Control': 'no-store',
    ...(importId === null ? { 'Upload-Expires': new Date(expiresAt).toUTCString() } : { 'Import-Id': importId }),
  };
}

/** A header that is a whole number. @throws ProblemError `invalid_request` */
export function numberHeader({ headers }: FastifyRequest, name: 'Upload-Offset' | 'Upload-Length'): number {
  const text = headers[name.toLowerCase()];
  const number = typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : null;
  if (number === null) throw badHeader(name);
  return number;
}

/**
 * `Upload-Metadata`: names, each with a value in Base64 of UTF-8, separated by commas.
 * @throws ProblemError `invalid_request`
 */
export function readMetadata(header: string | string[] | undefined): Map<string, string> {
  const values = new Map<string, string>();
  if (header === undefined || header === '') return values;
  for (const pair of String(header).split(',')) {
    const [, name, value = ''] = /^ *([^ ,]+)(?: +([A-Za-z0-9+/]*={0,2}))? *$/.exec(pair) ?? [];
    if (name === undefined || values.has(name)) throw badHeader('Upload-Metadata');
    values.set(name, Buffer.from(value, 'base64').toString());
  }
  return values;
}

export function badHeader(name: string): ProblemError {
  return new ProblemError('invalid_request/tus_header', { with: { name } });
}
