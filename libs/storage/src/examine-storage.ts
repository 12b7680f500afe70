import { clockFault, look, type Config, type Finding } from '#platform';
import { isMissing, isRefused } from './s3-errors.js';
import { openStore } from './storage.module.js';

/** Looks at everything that an installation needs of the object store. Writes one object, which it deletes again. */
export async function examineStorage(config: Config): Promise<Finding[]> {
  const store = openStore(config);
  try {
    const bucket = await look('Object store: bucket', () =>
      faultOf(store.ping(), {
        missing: `there is no bucket "${config.S3_BUCKET}"; create it, or start a service, which does`,
        refused: 'the store refuses these credentials; look at S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY',
      }),
    );
    if (bucket.fault !== null) return [bucket];
    return [
      bucket,
      await look('Object store: rights', () =>
        faultOf(store.tryRights(), {
          missing: 'the bucket went away',
          refused: 'the credentials may not write, read and delete in the bucket; give them these rights',
        }),
      ),
      await look('Object store: clock', async () => clockFault(store.clockAheadMs, 'the object store')),
      await look('Object store: rules', async () => {
        const rules = await store.lifecycleRules();
        if (rules.length === 0) return null;
        const named = rules.map(({ name, days }) => `${name} (${days ?? '?'} days)`).join(', ');
        return `rules of the bucket remove objects: ${named}; switch them off, because the services remove what nobody needs`;
      }),
      await look('Object store: address for browsers', async () => {
        const address = config.S3_PUBLIC_ENDPOINT ?? config.S3_ENDPOINT;
        return config.PUBLIC_URL?.startsWith('https:') && address?.startsWith('http:')
          ? 'browsers do not download over http from a page with https; set S3_PUBLIC_ENDPOINT to an https address'
          : null;
      }),
    ];
  } finally {
    store.close();
  }
}

/** @throws when the store does not respond */
async function faultOf(
  attempt: Promise<void>,
  sentences: { missing: string; refused: string },
): Promise<string | null> {
  try {
    await attempt;
    return null;
  } catch (error) {
    if (isMissing(error)) return sentences.missing;
    if (isRefused(error)) return sentences.refused;
    throw error;
  }
}
