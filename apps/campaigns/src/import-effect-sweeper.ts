import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, LOGGER, RetentionSweeper, type Config } from '#platform';
import type { Logger } from 'pino';
import { WritableImportEffectsRepository } from './writable-import-effects.repository.js';

/** Removes the effects of imports that are not kept any more either. */
@Injectable()
export class ImportEffectSweeper extends RetentionSweeper {
  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
    effects: WritableImportEffectsRepository,
  ) {
    const remove = effects.removeBefore.bind(effects);
    super(config, logger, [{ what: 'effects of imports', days: config.KEEP_IMPORTS_DAYS, remove }]);
  }
}
