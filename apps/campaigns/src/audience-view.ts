import { Injectable } from '@nestjs/common';
import { standingOf } from '#contact-rules';
import type { ContactChanged } from '#contracts';
import { searchKeys } from '#persistence';
import { WritableAudienceRepository } from './writable-audience.repository.js';

/** The view of reachable contacts. It is built from events only. */
@Injectable()
export class AudienceView {
  constructor(private readonly audience: WritableAudienceRepository) {}

  /**
   * Applies an event to the view. An event has the whole state of its contacts, and for each contact the highest
   * revision wins. So events may arrive in any order and more than once.
   */
  async take({ accountId, contacts }: ContactChanged): Promise<void> {
    await this.audience.apply(
      contacts.map(({ phone, revision, name, tags, values, reachability, optOut, takenBack }) => ({
        _id: `${accountId}/${phone}`,
        accountId,
        phone,
        rev: revision,
        standing: standingOf({ tags, values, optOut, takenBack }, reachability),
        tags,
        ...searchKeys(phone, { name, tags, values }),
      })),
    );
  }
}
