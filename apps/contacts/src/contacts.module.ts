import { BullModule, Processor } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { getConnectionToken } from '@nestjs/mongoose';
import { contactUpsertedSchema } from '#contracts';
import { EventPublisher, EventServer, MessagingModule, workerOptions } from '#messaging';
import { ImportLedgerRepository, OutboxRepository, PersistenceModule } from '#persistence';
import { HealthController, PROBES, type Config } from '#platform';
import type { Connection } from 'mongoose';
import type { Logger } from 'pino';
import { BlankColumns } from './blank-columns.js';
import { ContactEdits } from './contact-edits.js';
import { ContactEditsProcessor } from './contact-edits.processor.js';
import { ContactEventsController } from './contact-events.controller.js';
import { ContactWriter } from './contact-writer.js';
import { ImportBatches } from './import-batches.js';
import { TagChangeSweeper } from './tag-change-sweeper.js';
import { TagChanges } from './tag-changes.js';
import { TagChangesProcessor } from './tag-changes.processor.js';

/** Where a batch stands in the ledger; all that is needed of one that may be wrong in everything else. */
const ledgerKeySchema = contactUpsertedSchema.pick({ importId: true, batch: true });

/** The contacts service: the one writer of contacts. */
@Module({})
export class ContactsModule {
  static forRoot(config: Config): DynamicModule {
    const options = workerOptions(config, config.CONTACTS_CONCURRENCY);
    // The decorators are applied here, where the configuration is known.
    Processor('contact-edits', options)(ContactEditsProcessor);
    Processor('tag-changes', options)(TagChangesProcessor);
    return {
      module: ContactsModule,
      imports: [
        PersistenceModule.forRoot(config.MONGODB_URI),
        MessagingModule,
        BullModule.forRoot({ connection: options.connection, prefix: options.prefix! }),
        BullModule.registerQueue({ name: 'contact-edits' }, { name: 'tag-changes' }),
      ],
      controllers: [ContactEventsController, HealthController],
      providers: [
        BlankColumns,
        ContactEdits,
        ContactEditsProcessor,
        ContactWriter,
        ImportBatches,
        TagChangeSweeper,
        TagChanges,
        TagChangesProcessor,
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
