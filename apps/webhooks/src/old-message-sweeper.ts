import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, LOGGER, RetentionSweeper, type Config } from '#platform';
import type { Logger } from 'pino';
import { WritableWebhookMessagesRepository } from './writable-webhook-messages.repository.js';

/** Removes messages that were given up long ago. */
@Injectable()
export class OldMessageSweeper extends RetentionSweeper {
  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
    messages: WritableWebhookMessagesRepository,
  ) {
    const remove = messages.removeBefore.bind(messages);
    super(config, logger, [{ what: 'messages to webhooks', days: config.KEEP_WEBHOOK_MESSAGES_DAYS, remove }]);
  }
}
