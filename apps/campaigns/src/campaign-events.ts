import type { ContactChanged, ContactErased, ImportFinished, ValueRemoved } from '#contracts';
import { Subscriber, type EventContext } from '#messaging';
import { AudienceView } from './audience-view.js';
import { FrozenErasures } from './frozen-erasures.js';
import { ImportEffects } from './import-effects.js';
import { WritableRemovedValuesRepository } from './writable-removed-values.repository.js';

/** The event handlers of the campaigns service. */
@Subscriber('campaigns')
export class CampaignEvents {
  constructor(
    private readonly view: AudienceView,
    private readonly effects: ImportEffects,
    private readonly removedValues: WritableRemovedValuesRepository,
    private readonly erasures: FrozenErasures,
  ) {}

  async onContactChanged(event: ContactChanged, { deliveryId }: EventContext): Promise<void> {
    await this.effects.beforeTaking(event, deliveryId);
    await this.view.take(event);
  }

  /**
   * Does not change the contacts in the view. Each contact that lost the value is also in a `ContactChanged`, whose
   * revision shows whether it is new. This event has no revision and may arrive after a later import has set the value
   * again; removing the value here would then be wrong. The removal is stored for campaigns with a condition on the
   * value.
   */
  async onValueRemoved({ accountId, name, importId }: ValueRemoved): Promise<void> {
    await this.removedValues.note({ accountId, name, importId });
  }

  onImportFinished(event: ImportFinished): Promise<void> {
    return this.effects.finished(event);
  }

  /** The view learns from the `ContactChanged` of the same revision what is left of the person. */
  onContactErased(event: ContactErased, { progressed }: EventContext): Promise<void> {
    return this.erasures.take(event, progressed);
  }
}
