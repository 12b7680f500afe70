import { Controller, UseFilters } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { ContactChanged } from '#contracts';
import { RethrowFilter } from '#messaging';
import { withLogContext } from '#platform';
import { AudienceView } from './audience-view.js';

/** What the campaigns service hears. */
@Controller()
@UseFilters(RethrowFilter)
export class AudienceController {
  constructor(private readonly view: AudienceView) {}

  @EventPattern('ContactChanged')
  contactChanged(@Payload() event: ContactChanged): Promise<void> {
    return withLogContext({ organisationId: event.organisationId }, () => this.view.take(event));
  }
}
