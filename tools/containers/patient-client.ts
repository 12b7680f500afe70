import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '#api-client';

const TRY_AGAIN_MS = 200;
const PATIENCE_MS = 5 * 60_000;

/** A client that waits while a part of the product is away. */
export class PatientClient extends ApiClient {
  constructor(url: string, key: string) {
    super(url, key, { patienceMs: PATIENCE_MS });
  }

  override request(path: string, init: RequestInit = {}): Promise<Response> {
    // A change may have been made although its answer was lost.
    return patiently(() => super.request(path, init), init.method === undefined);
  }
}

/**
 * Sends a request again while a part of the product is away (503).
 * @param isHarmless whether it may also be sent again when no answer came
 */
export async function patiently(send: () => Promise<Response>, isHarmless: boolean): Promise<Response> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const response = await send().catch((error: unknown) => {
      if (!isHarmless || Date.now() > deadline) throw error;
      return null;
    });
    if (response && (response.status !== 503 || Date.now() > deadline)) return response;
    await sleep(TRY_AGAIN_MS);
  }
}
