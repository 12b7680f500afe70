import { describe, expect, it } from 'vitest';
import type { FastifyRequest } from 'fastify';
import { numberHeader, readMetadata, uploadHeaders } from './tus-headers.js';

describe('Upload-Metadata', () => {
  it.each<[string | undefined, Record<string, string>]>([
    [undefined, {}],
    ['', {}],
    ['filename w7FhbmTDui5jc3Y=', { filename: 'ñandú.csv' }],
    ['filename YS5jc3Y=,start YXV0bw==', { filename: 'a.csv', start: 'auto' }],
    ['filename YS5jc3Y= , start YXV0bw==', { filename: 'a.csv', start: 'auto' }],
    ['watched', { watched: '' }],
  ])('%j', (header, values) => {
    expect(Object.fromEntries(readMetadata(header))).toEqual(values);
  });

  it.each(['filename not base64', 'filename YQ==,', 'filename YQ==,filename YQ==', ','])('%j is refused', (header) => {
    expect(() => readMetadata(header)).toThrow('invalid_request');
  });
});

describe('a header that is a number', () => {
  const of = (text?: string) =>
    numberHeader({ headers: { 'upload-offset': text } } as unknown as FastifyRequest, 'Upload-Offset');

  it.each([
    ['0', 0],
    ['536870912', 536_870_912],
  ])('%s', (text, number) => {
    expect(of(text)).toBe(number);
  });

  it.each([undefined, '', '-1', '1.5', '1e3', ' 1', '9'.repeat(16)])('%j is refused', (text) => {
    expect(() => of(text)).toThrow('Upload-Offset');
  });
});

describe('what an upload says in headers', () => {
  const upload = {
    id: 'u',
    accountId: 'a',
    fileName: 'a.csv',
    length: 10,
    offset: 4,
    importId: null,
    createdAt: '2026-11-22T10:00:00.000Z',
    expiresAt: '2026-11-23T10:00:00.000Z',
  };

  it('is when it expires, while it is not complete', () => {
    expect(uploadHeaders(upload)).toEqual({
      'Upload-Offset': '4',
      'Upload-Length': '10',
      'Cache-Control': 'no-store',
      'Upload-Expires': 'Mon, 23 Nov 2026 10:00:00 GMT',
    });
  });

  it('is its import, when it is', () => {
    const headers = uploadHeaders({ ...upload, offset: 10, importId: 'i' });
    expect(headers).toMatchObject({ 'Upload-Offset': '10', 'Import-Id': 'i' });
    expect(headers).not.toHaveProperty('Upload-Expires');
  });
});
