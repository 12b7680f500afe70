import type { ContactChanged } from '#contracts';
import { Subscriber } from '#messaging';
import { AudienceView } from './audience-view.js';

/** What the campaigns service hears. */
@Subscriber('campaigns')
export class CampaignEvents {
  constructor(private readonly view: AudienceView) {}

  onContactChanged(event: ContactChanged): Promise<void> {
    return this.view.take(event);
  }
}
