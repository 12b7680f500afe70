import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import {
  clockFault,
  CONFIG,
  ConfigError,
  Shared,
  STORAGE_SECRETS,
  type Config,
  type Dependency,
  type Share,
} from '#platform';
import { ObjectStore } from './object-store.js';
import { isRefused } from './s3-errors.js';

const STORE = Symbol('store');
const stores = new Shared<ObjectStore>((store) => store.close());

/** The object store. All services of a process share its client. */
@Global()
@Module({
  providers: [
    { provide: STORE, inject: [CONFIG], useFactory: shareStore },
    { provide: ObjectStore, inject: [STORE], useFactory: ({ value }: Share<ObjectStore>) => value },
  ],
  exports: [ObjectStore],
})
export class StorageModule implements OnApplicationShutdown {
  constructor(@Inject(STORE) private readonly store: Share<ObjectStore>) {}

  onApplicationShutdown(): Promise<void> {
    return this.store.release();
  }
}

export const storage: Dependency<ObjectStore> = {
  name: 'storage',
  variable: 'S3_ENDPOINT',
  needs: STORAGE_SECRETS,
  module: () => StorageModule,
  client: ObjectStore,
  ping: (store) => store.ping(),
  reach: async (config) => {
    const store = openStore(config);
    try {
      await store.ensureBucket();
      const fault = clockFault(store.clockAheadMs, 'the object store');
      if (fault) throw new Error(fault);
    } catch (error) {
      if (!isRefused(error)) throw error;
      const variables = 'S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_BUCKET';
      throw new ConfigError(
        `${variables}: the object store does not let these credentials read and write this bucket`,
        {
          cause: error,
        },
      );
    } finally {
      store.close();
    }
  },
};

/** There is one configuration in a process. */
function shareStore(config: Config): Share<ObjectStore> {
  return stores.share(config.S3_BUCKET, () => openStore(config));
}

/** A client of the object store in the configuration. Whoever opens it closes it. */
export function openStore(config: Config): ObjectStore {
  return new ObjectStore({
    endpoint: config.S3_ENDPOINT,
    publicEndpoint: config.S3_PUBLIC_ENDPOINT,
    region: config.S3_REGION,
    bucket: config.S3_BUCKET,
    ca: config.S3_CA,
    // Who uses the object store does not start without them.
    accessKeyId: config.S3_ACCESS_KEY_ID!,
    secretAccessKey: config.S3_SECRET_ACCESS_KEY!,
  });
}
