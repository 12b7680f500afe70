import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import { EventPublisher, MessagingModule, workerConnection } from '#messaging';
import { PersistenceModule } from '#persistence';
import { HealthController, PROBES, type Config } from '#platform';
import { ObjectStore, StorageModule } from '#storage';
import type { Connection } from 'mongoose';
import { ExportSweeper } from './export-sweeper.js';
import { Exporter } from './exporter.js';
import { ExportsProcessor } from './exports.processor.js';

/** The exporter: it makes one file from one filter, and removes old ones. */
@Module({})
export class ExporterModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: ExporterModule,
      imports: [
        PersistenceModule.forRoot(config.MONGODB_URI),
        StorageModule,
        MessagingModule,
        BullModule.forRoot(workerConnection(config)),
        BullModule.registerQueue({ name: 'exports' }),
      ],
      controllers: [HealthController],
      providers: [
        Exporter,
        ExportSweeper,
        ExportsProcessor,
        {
          provide: PROBES,
          inject: [getConnectionToken(), EventPublisher, ObjectStore],
          useFactory: (connection: Connection, publisher: EventPublisher, store: ObjectStore) => ({
            mongodb: () => connection.db!.command({ ping: 1 }),
            redis: () => publisher.ping(),
            storage: () => store.ping(),
          }),
        },
      ],
    };
  }
}
