import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, LOGGER, RetentionSweeper, type Config } from '#platform';
import type { Logger } from 'pino';
import { WritableContactChangesRepository } from './writable-contact-changes.repository.js';

/** Removes changes of contacts that were kept long enough. */
@Injectable()
export class ContactChangeSweeper extends RetentionSweeper {
  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
    changes: WritableContactChangesRepository,
  ) {
    const remove = changes.removeBefore.bind(changes);
    super(config, logger, [{ what: 'changes of contacts', days: config.KEEP_CONTACT_CHANGES_DAYS, remove }]);
  }
}
