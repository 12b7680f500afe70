import { setTimeout as sleep } from 'node:timers/promises';
import { PASSING_UPLOAD_CODES, UPLOAD_PIECE_BYTES, type ImportOptions, type Upload } from '#contracts';
import { ApiFailure, type ApiClient } from './api-client.js';

const TUS = { 'tus-resumable': '1.0.0' };

/** How long to wait before each attempt. When some bytes have arrived, it begins anew. */
const DELAYS_MS = [0, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 30_000, 30_000, 30_000];

/**
 * Begins an upload in pieces. @param sha256 that of the file in hexadecimal, which what arrives must have
 * @returns its id
 * @throws ApiFailure
 */
export async function beginUpload(
  api: ApiClient,
  accountId: string,
  { size, sha256, fileName, ...options }: Partial<ImportOptions> & { size: number; sha256: string; fileName: string },
): Promise<string> {
  const fields = { accountId, filename: fileName, sha256, ...options };
  const metadata = Object.entries(fields).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${name} ${Buffer.from(text).toString('base64')}`;
  });
  const headers = { ...TUS, 'upload-length': String(size), 'upload-metadata': metadata.join(',') };
  return (await api.read<Upload>('/v1/uploads', { method: 'POST', headers })).id;
}

/**
 * Sends what an upload lacks of its file. When the connection is lost, it goes on by itself.
 * @param onProgress is told how many bytes are stored
 * @returns the id of the import
 * @throws ApiFailure, or what fetch throws when there was no connection for minutes
 */
export async function sendPieces(
  api: ApiClient,
  id: string,
  file: Blob,
  onProgress: (stored: number) => void = () => undefined,
): Promise<string> {
  const address = `/v1/uploads/${id}`;
  let stored = -1;
  for (let attempt = 0; ; attempt++) {
    try {
      for (let state = await api.get<Upload>(address); ; state = await api.get<Upload>(address)) {
        const { offset, importId } = state;
        if (offset > stored) attempt = 0;
        stored = offset;
        onProgress(stored);
        if (importId !== null) return importId;
        const headers = {
          ...TUS,
          'content-type': 'application/offset+octet-stream',
          'upload-offset': String(offset),
        };
        const body = file.slice(offset, offset + UPLOAD_PIECE_BYTES);
        await api.read(address, { method: 'PATCH', headers, body });
      }
    } catch (error) {
      const delay = DELAYS_MS[attempt];
      if (delay === undefined || !isPassing(error)) throw error;
      await sleep(delay);
    }
  }
}

/** What is no answer of the API is a lost connection. */
function isPassing(error: unknown): boolean {
  return !(error instanceof ApiFailure) || error.status >= 500 || PASSING_UPLOAD_CODES.includes(error.code);
}
