import type { DetailedError } from 'tus-js-client';
import { PASSING_UPLOAD_CODES, UPLOAD_PIECE_BYTES } from '#contracts';
import type { Upload } from '#contracts';
import { ConnectionError, PAGE_HEADER, apiUrl, readAnswer, readerHeaders, request } from './client.js';
import { reportConnection } from './connection.js';

const TUS = { 'Tus-Resumable': '1.0.0' };

/** How long to wait before each attempt, in milliseconds. When some bytes have arrived, it begins anew: ten minutes in all. */
const DELAYS_MS = [0, 1_000, 2_000, 5_000, 10_000, ...Array.from({ length: 20 }, () => 30_000)];

/**
 * Begins an upload. @param key its `Idempotency-Key`
 * @returns its id
 */
export async function beginUpload(file: File, fields: Record<string, string>, key: string): Promise<string> {
  const metadata = Object.entries({ ...fields, filename: file.name }).map(
    ([name, value]) => `${name} ${base64(value)}`,
  );
  const headers = {
    ...TUS,
    'Upload-Length': String(file.size),
    'Upload-Metadata': metadata.join(','),
    'Idempotency-Key': key,
  };
  return (await request<Upload>('/uploads', { method: 'POST', headers })).id;
}

export async function giveUploadUp(id: string): Promise<void> {
  await request<void>(`/uploads/${id}`, { method: 'DELETE', headers: TUS });
}

interface Sending {
  file: File;
  /** Stored and total bytes. */
  onProgress: (loaded: number, total: number) => void;
  /** The connection is lost, and it will go on by itself. */
  onWaiting: () => void;
  signal: AbortSignal;
}

/**
 * Sends a file, or what an upload lacks of it. When the connection is lost, it goes on by itself.
 * @returns the id of the import
 * @throws ApiError for an error answer, ConnectionError when none came for long, the signal's reason when aborted
 */
export async function sendFile(id: string, { file, onProgress, onWaiting, signal }: Sending): Promise<string> {
  const { Upload: TusUpload } = await import('tus-js-client');
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const sending = new TusUpload(file, {
      uploadUrl: apiUrl(`/uploads/${id}`),
      headers: { ...readerHeaders(), ...PAGE_HEADER },
      storeFingerprintForResuming: false,
      chunkSize: UPLOAD_PIECE_BYTES,
      retryDelays: DELAYS_MS,
      onProgress,
      onShouldRetry: (error) => {
        const passes = isPassing(error);
        if (passes) onWaiting();
        return passes;
      },
      onSuccess: ({ lastResponse }) => {
        reportConnection(true);
        resolve(lastResponse.getHeader('Import-Id')!);
      },
      onError: (error) => reject(toError(error)),
    });
    signal.addEventListener(
      'abort',
      () => {
        void sending.abort();
        reject(signal.reason);
      },
      { once: true },
    );
    sending.start();
  });
}

function isPassing({ originalResponse: response }: DetailedError): boolean {
  if (!response || response.getStatus() >= 500) return true;
  // Others need somebody to do something.
  return PASSING_UPLOAD_CODES.includes(codeOf(response.getBody()));
}

/** Empty where there is no problem, as after HEAD. */
function codeOf(body: string): string {
  try {
    return (JSON.parse(body) as { code?: string }).code ?? '';
  } catch {
    return '';
  }
}

function toError(error: Error | DetailedError): Error {
  const response = 'originalResponse' in error ? error.originalResponse : null;
  if (!response) return new ConnectionError('The upload was interrupted', { cause: error });
  try {
    readAnswer(response.getStatus(), response.getBody());
    return error;
  } catch (problem) {
    return problem as Error;
  }
}

/** Base64 of UTF-8. */
function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
