import { BullModule, Processor } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { databaseAndQueueProbes, MessagingModule, workerOptions } from '#messaging';
import { PersistenceModule } from '#persistence';
import { HealthController, type Config } from '#platform';
import { FanOut } from './fan-out.js';
import { Messages } from './messages.js';
import { MessagesProcessor } from './messages.processor.js';
import { PingsProcessor } from './pings.processor.js';
import { MessagePoster } from './post-message.js';
import { Sweeper } from './sweeper.js';
import { WebhookEvents } from './webhook-events.js';

/** The webhooks service: it subscribes to events and posts them to whoever an organisation named. */
@Module({})
export class WebhooksModule {
  static forRoot(config: Config): DynamicModule {
    const options = workerOptions(config, config.WEBHOOKS_CONCURRENCY);
    // The decorators are applied here, where the configuration is known.
    Processor('webhook-messages', options)(MessagesProcessor);
    Processor('webhook-pings', options)(PingsProcessor);
    return {
      module: WebhooksModule,
      imports: [
        PersistenceModule.forRoot(config.MONGODB_URI),
        MessagingModule,
        BullModule.forRoot({ connection: options.connection, prefix: options.prefix! }),
        BullModule.registerQueue({ name: 'webhook-messages' }, { name: 'webhook-pings' }),
      ],
      controllers: [WebhookEvents, HealthController],
      providers: [FanOut, MessagePoster, Messages, MessagesProcessor, PingsProcessor, Sweeper, databaseAndQueueProbes],
    };
  }
}
