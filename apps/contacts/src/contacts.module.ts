import { BullModule, Processor } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { contactUpsertedSchema } from '#contracts';
import { databaseAndQueueProbes, hearEvents, MessagingModule, workerOptions } from '#messaging';
import { ImportLedgerRepository, PersistenceModule } from '#persistence';
import { HealthController, type Config } from '#platform';
import { BlankColumns } from './blank-columns.js';
import { ContactEdits } from './contact-edits.js';
import { ContactEditsProcessor } from './contact-edits.processor.js';
import { ContactEvents } from './contact-events.js';
import { ContactWriter } from './contact-writer.js';
import { ImportBatches } from './import-batches.js';
import { Replays } from './replays.js';
import { ReplaysProcessor } from './replays.processor.js';
import { Sweeper } from './sweeper.js';
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
    Processor('replays', options)(ReplaysProcessor);
    Processor('tag-changes', options)(TagChangesProcessor);
    return {
      module: ContactsModule,
      imports: [
        PersistenceModule.forRoot(config.MONGODB_URI),
        MessagingModule,
        BullModule.forRoot({ connection: options.connection, prefix: options.prefix! }),
        BullModule.registerQueue({ name: 'contact-edits' }, { name: 'replays' }, { name: 'tag-changes' }),
      ],
      controllers: [ContactEvents, HealthController],
      providers: [
        BlankColumns,
        ContactEdits,
        ContactEditsProcessor,
        ContactWriter,
        ImportBatches,
        Replays,
        ReplaysProcessor,
        Sweeper,
        TagChanges,
        TagChangesProcessor,
        databaseAndQueueProbes,
      ],
    };
  }
}

/** Connects the events. A batch that is given up is marked in its import's ledger, so that the import can say so. */
export const configureContacts = hearEvents('contacts', (app, config) => {
  const ledger = app.get(ImportLedgerRepository);
  return {
    concurrency: config.CONTACTS_CONCURRENCY,
    onDeadLetter: async (_event, payload, reason) => {
      const batch = ledgerKeySchema.safeParse(payload);
      if (batch.success) await ledger.markFailed(batch.data.importId, batch.data.batch, reason);
    },
  };
});
