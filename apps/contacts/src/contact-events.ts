import type { ColumnsFoundBlank, ContactUpserted } from '#contracts';
import { Subscriber, type EventContext } from '#messaging';
import { BlankColumns } from './blank-columns.js';
import { ImportBatches } from './import-batches.js';

/** The event handlers of the contacts service. Plain classes do the work. */
@Subscriber('contacts')
export class ContactEvents {
  constructor(
    private readonly batches: ImportBatches,
    private readonly blankColumns: BlankColumns,
  ) {}

  onContactUpserted(event: ContactUpserted): Promise<void> {
    return this.batches.apply(event);
  }

  onColumnsFoundBlank(event: ColumnsFoundBlank, { progressed }: EventContext): Promise<void> {
    return this.blankColumns.remove(event, progressed);
  }
}
