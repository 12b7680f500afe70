import type { ColumnsFoundBlank, ContactUpserted } from '#contracts';
import { Subscriber, type EventContext } from '#messaging';
import { BlankColumns } from './blank-columns.js';
import { ImportBatches } from './import-batches.js';
import { OptOutSweeper } from './opt-out-sweeper.js';

/** The event handlers of the contacts service. Plain classes do the work. */
@Subscriber('contacts')
export class ContactEvents {
  constructor(
    private readonly batches: ImportBatches,
    private readonly blankColumns: BlankColumns,
    private readonly optOuts: OptOutSweeper,
  ) {}

  async onContactUpserted(event: ContactUpserted): Promise<void> {
    await this.batches.apply(event);
    // The contacts in other accounts get their copies now, and not only when the sweeper looks next.
    if (event.rows.some(({ optOut }) => optOut === 'all')) this.optOuts.startRound();
  }

  onColumnsFoundBlank(event: ColumnsFoundBlank, { progressed }: EventContext): Promise<void> {
    return this.blankColumns.remove(event, progressed);
  }
}
