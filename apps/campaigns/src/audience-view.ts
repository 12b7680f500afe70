import { Injectable } from '@nestjs/common';
import { facetsOf } from '#contact-rules';
import type { ContactChanged } from '#contracts';
import { AudienceRepository } from '#persistence';

/** The view of who can be reached, made from events alone. */
@Injectable()
export class AudienceView {
  constructor(private readonly audience: AudienceRepository) {}

  /** Takes an event over. Events may come in any order and any number of times: the highest revision stays. */
  async take({ accountId, contacts }: ContactChanged): Promise<void> {
    await this.audience.apply(
      contacts.map(({ phone, revision, name, tags, values }) => ({
        _id: `${accountId}/${phone}`,
        accountId,
        phone,
        rev: revision,
        tags,
        facets: facetsOf({ name, tags, values }),
      })),
    );
  }
}
