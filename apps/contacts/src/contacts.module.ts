import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { getConnectionToken } from '@nestjs/mongoose';
import { contactUpsertedSchema } from '#contracts';
import { EventPublisher, EventServer, MessagingModule } from '#messaging';
import { ImportLedgerRepository, OutboxRepository, PersistenceModule } from '#persistence';
import { HealthController, PROBES, type Config } from '#platform';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import { BlankColumns } from './blank-columns.js';
import { ContactEventsController } from './contact-events.controller.js';
import { ContactWriter } from './contact-writer.js';
import { ImportBatches } from './import-batches.js';

/** Where a batch stands in the ledger; all that is needed of one that may be wrong in everything else. */
const ledgerKeySchema = contactUpsertedSchema.pick({ importId: true, batch: true });

/** The contacts service: the one writer of contacts. */
@Module({})
export class ContactsModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: ContactsModule,
      imports: [PersistenceModule.forRoot(config.MONGODB_URI), MessagingModule],
      controllers: [ContactEventsController, HealthController],
      providers: [
        BlankColumns,
        ContactWriter,
        ImportBatches,
        {
          provide: PROBES,
          inject: [getConnectionToken(), EventPublisher],
          useFactory: (connection: Connection, publisher: EventPublisher) => ({
            mongodb: () => connection.db!.command({ ping: 1 }),
            redis: () => publisher.ping(),
          }),
        },
      ],
    };
  }
}

/** Connects the events. A batch that is given up is marked in its import's ledger, so that the import can say so. */
export function configureContacts(app: NestFastifyApplication, config: Config, logger: Logger): void {
  const ledger = app.get(ImportLedgerRepository);
  const strategy = new EventServer({
    service: 'contacts',
    config,
    concurrency: config.CONTACTS_CONCURRENCY,
    logger,
    publisher: app.get(EventPublisher),
    outbox: app.get(OutboxRepository),
    sweepSeconds: config.SWEEP_SECONDS,
    onDeadLetter: async (_event, payload, reason) => {
      const batch = ledgerKeySchema.safeParse(payload);
      if (batch.success) await ledger.markFailed(batch.data.importId, batch.data.batch, reason);
    },
  });
  app.connectMicroservice({ strategy });
}
