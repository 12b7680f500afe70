import { Module, type DynamicModule } from '@nestjs/common';
import { databaseAndQueueProbes, MessagingModule } from '#messaging';
import { PersistenceModule } from '#persistence';
import { HealthController, type Config } from '#platform';
import { CampaignEvents } from './campaign-events.js';
import { AudienceView } from './audience-view.js';

/** The campaigns service: it subscribes to contact events and keeps its own view of who can be reached. */
@Module({})
export class CampaignsModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: CampaignsModule,
      imports: [PersistenceModule.forRoot(config.MONGODB_URI), MessagingModule],
      controllers: [CampaignEvents, HealthController],
      providers: [AudienceView, databaseAndQueueProbes],
    };
  }
}
