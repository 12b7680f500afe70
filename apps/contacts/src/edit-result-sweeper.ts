import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, LOGGER, RetentionSweeper, type Config } from '#platform';
import type { Logger } from 'pino';
import { EditResultsRepository } from './edit-results.repository.js';

/** Removes results of edits whose jobs cannot be run again any more. */
@Injectable()
export class EditResultSweeper extends RetentionSweeper {
  constructor(@Inject(CONFIG) config: Config, @Inject(LOGGER) logger: Logger, results: EditResultsRepository) {
    const remove = results.removeBefore.bind(results);
    super(config, logger, [{ what: 'results of edits', days: config.KEEP_EDIT_RESULTS_DAYS, remove }]);
  }
}
