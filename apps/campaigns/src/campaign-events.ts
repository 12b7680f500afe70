import type { ContactChanged, ImportFinished, ValueRemoved } from '#contracts';
import { Subscriber, type EventContext } from '#messaging';
import { AudienceView } from './audience-view.js';
import { ImportEffects } from './import-effects.js';
import { WritableRemovedValuesRepository } from './writable-removed-values.repository.js';

/** What the campaigns service hears. */
@Subscriber('campaigns')
export class CampaignEvents {
  constructor(
    private readonly view: AudienceView,
    private readonly effects: ImportEffects,
    private readonly removedValues: WritableRemovedValuesRepository,
  ) {}

  async onContactChanged(event: ContactChanged, context: EventContext): Promise<void> {
    await this.effects.beforeTaking(event, context.getArgs()[1]);
    await this.view.take(event);
  }

  /**
   * Touches no contact of the view. Each contact that lost the value is also in a `ContactChanged`, with a revision that
   * says whether it is news; this event has none, and may come after a later import has set the value again: taking the
   * value away here would be wrong then. It is noted for campaigns that ask for the value.
   */
  async onValueRemoved({ accountId, name, importId }: ValueRemoved): Promise<void> {
    await this.removedValues.note({ accountId, name, importId });
  }

  onImportFinished(event: ImportFinished): Promise<void> {
    return this.effects.finished(event);
  }
}
