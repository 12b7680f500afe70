import { Global, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config, type Dependency } from '#platform';
import { ObjectStore } from './object-store.js';

/** The object store. Its bucket is created at start. */
@Global()
@Module({
  providers: [
    {
      provide: ObjectStore,
      inject: [CONFIG],
      useFactory: (config: Config) =>
        new ObjectStore({
          endpoint: config.S3_ENDPOINT,
          publicEndpoint: config.S3_PUBLIC_ENDPOINT,
          region: config.S3_REGION,
          bucket: config.S3_BUCKET,
          accessKeyId: config.S3_ACCESS_KEY_ID,
          secretAccessKey: config.S3_SECRET_ACCESS_KEY,
        }),
    },
  ],
  exports: [ObjectStore],
})
export class StorageModule implements OnModuleInit, OnApplicationShutdown {
  constructor(private readonly store: ObjectStore) {}

  onModuleInit(): Promise<void> {
    return this.store.ensureBucket();
  }

  onApplicationShutdown(): void {
    this.store.close();
  }
}

export const storage: Dependency<ObjectStore> = {
  name: 'storage',
  module: () => StorageModule,
  client: ObjectStore,
  ping: (store) => store.ping(),
};
