import { Controller, UseFilters } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { ColumnsFoundBlank, ContactUpserted } from '#contracts';
import { RethrowFilter } from '#messaging';
import { withLogContext } from '#platform';
import { BlankColumns } from './blank-columns.js';
import { ImportBatches } from './import-batches.js';

/** What the contacts service hears. The work is behind it, in plain classes. */
@Controller()
@UseFilters(RethrowFilter)
export class ContactEventsController {
  constructor(
    private readonly batches: ImportBatches,
    private readonly blankColumns: BlankColumns,
  ) {}

  @EventPattern('ContactUpserted')
  contactUpserted(@Payload() event: ContactUpserted): Promise<void> {
    return withLogContext(idsOf(event), () => this.batches.apply(event));
  }

  @EventPattern('ColumnsFoundBlank')
  columnsFoundBlank(@Payload() event: ColumnsFoundBlank): Promise<void> {
    return withLogContext(idsOf(event), () => this.blankColumns.remove(event));
  }
}

function idsOf({ organisationId, importId, batch }: ContactUpserted | ColumnsFoundBlank) {
  return { organisationId, importId, batch };
}
