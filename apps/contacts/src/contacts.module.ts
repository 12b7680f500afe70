import { Module } from '@nestjs/common';
import { contactUpsertedSchema } from '#contracts';
import { hearEvents } from '#messaging';
import { ImportLedgerRepository } from '#persistence';
import { BlankColumns } from './blank-columns.js';
import { ContactChangeSweeper } from './contact-change-sweeper.js';
import { ContactEdits } from './contact-edits.js';
import { ContactEvents } from './contact-events.js';
import { ContactJobs } from './contact-jobs.js';
import { ContactWriter } from './contact-writer.js';
import { EditResultSweeper } from './edit-result-sweeper.js';
import { EditResultsRepository } from './edit-results.repository.js';
import { Erasures } from './erasures.js';
import { ImportBatches } from './import-batches.js';
import { OptOutSweeper } from './opt-out-sweeper.js';
import { OptOuts } from './opt-outs.js';
import { Replays } from './replays.js';
import { SpellingsRepository } from './spellings.repository.js';
import { TagChanges } from './tag-changes.js';
import { Undos } from './undos.js';
import { WritableContactChangesRepository } from './writable-contact-changes.repository.js';
import { WritableContactsRepository } from './writable-contacts.repository.js';
import { WritableOptOutsRepository } from './writable-opt-outs.repository.js';

/** The ledger key of a batch: all that is needed of an event whose other fields may be invalid. */
const ledgerKeySchema = contactUpsertedSchema.pick({ importId: true, batch: true });

/** The contacts service. Only this service writes contacts. */
@Module({
  controllers: [ContactEvents],
  providers: [
    BlankColumns,
    ContactChangeSweeper,
    ContactEdits,
    ContactJobs,
    ContactWriter,
    EditResultsRepository,
    EditResultSweeper,
    Erasures,
    ImportBatches,
    OptOuts,
    OptOutSweeper,
    Replays,
    SpellingsRepository,
    TagChanges,
    Undos,
    WritableContactChangesRepository,
    WritableContactsRepository,
    WritableOptOutsRepository,
  ],
})
export class ContactsModule {}

/**
 * Connects the events. A batch that is given up is marked in its import's ledger, so that the import can report it,
 * unless the ledger has its outcome.
 */
export const configureContacts = hearEvents((app, config) => {
  const ledger = app.get(ImportLedgerRepository);
  return {
    concurrency: config.CONTACTS_CONCURRENCY,
    isDone: async (_event, payload) => {
      const batch = ledgerKeySchema.safeParse(payload).data;
      return batch !== undefined && (await ledger.hasOutcome(batch.importId, batch.batch));
    },
    onDeadLetter: async (_event, payload, reason) => {
      const batch = ledgerKeySchema.safeParse(payload);
      if (batch.success) await ledger.markFailed(batch.data.importId, batch.data.batch, reason);
    },
  };
});
