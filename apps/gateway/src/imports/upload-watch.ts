import type { Limits } from '#contracts';
import { ProblemError } from '#platform';
import type { IncomingMessage } from 'node:http';

const LOOKS_PER_WINDOW = 10;

/**
 * Watches the speed of an upload, since a stalled one occupies a connection and parts in the store. Time in which we do
 * not read, because the store is slower than the client, does not count.
 * @returns a signal that aborts with `upload_too_slow`, and a function that ends the watch
 */
export function watchUpload(
  request: Pick<IncomingMessage, 'isPaused' | 'complete'> & { socket: { bytesRead: number } },
  { uploadStallSeconds, uploadBytesPerSecond }: Pick<Limits, 'uploadStallSeconds' | 'uploadBytesPerSecond'>,
): { signal: AbortSignal; stop: () => void } {
  const controller = new AbortController();
  let bytes = request.socket.bytesRead;
  let looks = 0;
  const look = (): void => {
    if (request.isPaused() || request.complete) {
      looks = 0;
      bytes = request.socket.bytesRead;
    } else if (++looks === LOOKS_PER_WINDOW) {
      if (request.socket.bytesRead - bytes < uploadStallSeconds * uploadBytesPerSecond) {
        controller.abort(tooSlow(uploadStallSeconds));
        clearInterval(timer);
      }
      looks = 0;
      bytes = request.socket.bytesRead;
    }
  };
  const timer = setInterval(look, (uploadStallSeconds * 1000) / LOOKS_PER_WINDOW).unref();
  return { signal: controller.signal, stop: () => clearInterval(timer) };
}

function tooSlow(seconds: number): ProblemError {
  return new ProblemError('upload_too_slow', { with: { seconds }, headers: { Connection: 'close' } });
}
