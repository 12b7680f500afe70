import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, ConfigError, type Config, type Dependency } from '#platform';
import { isRefused, ObjectStore } from './object-store.js';

/** The object store. */
@Global()
@Module({
  providers: [
    {
      provide: ObjectStore,
      inject: [CONFIG],
      useFactory: openStore,
    },
  ],
  exports: [ObjectStore],
})
export class StorageModule implements OnApplicationShutdown {
  constructor(private readonly store: ObjectStore) {}

  onApplicationShutdown(): void {
    this.store.close();
  }
}

export const storage: Dependency<ObjectStore> = {
  name: 'storage',
  module: () => StorageModule,
  client: ObjectStore,
  ping: (store) => store.ping(),
  reach: async (config) => {
    const store = openStore(config);
    try {
      await store.ensureBucket();
    } catch (error) {
      if (!isRefused(error)) throw error;
      const variables = 'S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_BUCKET';
      throw new ConfigError(`${variables}: the object store does not let these credentials use this bucket`, {
        cause: error,
      });
    } finally {
      store.close();
    }
  },
};

function openStore(config: Config): ObjectStore {
  return new ObjectStore({
    endpoint: config.S3_ENDPOINT,
    publicEndpoint: config.S3_PUBLIC_ENDPOINT,
    region: config.S3_REGION,
    bucket: config.S3_BUCKET,
    accessKeyId: config.S3_ACCESS_KEY_ID,
    secretAccessKey: config.S3_SECRET_ACCESS_KEY,
  });
}
