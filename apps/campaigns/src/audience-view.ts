import { Injectable } from '@nestjs/common';
import { standingOf } from '#contact-rules';
import type { ContactChanged } from '#contracts';
import { searchKeys } from '#persistence';
import { WritableAudienceRepository } from './writable-audience.repository.js';

/** The view of who can be reached, made from events alone. */
@Injectable()
export class AudienceView {
  constructor(private readonly audience: WritableAudienceRepository) {}

  /**
   * Takes an event over. An event says all of what a contact is now, and a contact's highest revision stays: so events
   * may come in any order and any number of times.
   */
  async take({ accountId, contacts }: ContactChanged): Promise<void> {
    await this.audience.apply(
      contacts.map(({ phone, revision, name, tags, values, reachability }) => ({
        _id: `${accountId}/${phone}`,
        accountId,
        phone,
        rev: revision,
        standing: standingOf({ tags, values }, reachability),
        tags,
        ...searchKeys(phone, { name, tags, values }),
      })),
    );
  }
}
