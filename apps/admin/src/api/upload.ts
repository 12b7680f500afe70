import { ConnectionError, PAGE_HEADER, apiUrl, readAnswer, readerHeaders } from './client.js';
import { reportConnection } from './connection.js';

interface Upload {
  path: string;
  form: FormData;
  headers: Record<string, string>;
  /** Sent and total bytes. */
  onProgress: (loaded: number, total: number) => void;
  signal: AbortSignal;
}

/**
 * Sends a form with a file. It uses XMLHttpRequest, because `fetch` does not report the progress of an upload.
 * @throws ApiError for an error answer, ConnectionError when none came, the signal's reason when aborted
 */
export function upload<T>({ path, form, headers, onProgress, signal }: Upload): Promise<T> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', apiUrl(path));
    for (const [name, value] of Object.entries({ ...readerHeaders(), ...PAGE_HEADER, ...headers }))
      xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = (event) => onProgress(event.loaded, event.total);
    xhr.onload = () => {
      reportConnection(true);
      try {
        resolve(readAnswer<T>(xhr.status, xhr.responseText));
      } catch (error) {
        reject(error);
      }
    };
    xhr.onerror = () => reject(new ConnectionError('The upload was interrupted'));
    xhr.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => xhr.abort(), { once: true });
    xhr.send(form);
  });
}
