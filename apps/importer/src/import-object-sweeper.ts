import { Injectable } from '@nestjs/common';
import { keptKeys } from '#persistence';
import { ObjectSweeper } from '#storage';
import { Backends } from './backends.js';
import { IMPORTS_PREFIX } from './rows/checked-objects.js';

/** Removes uploaded files without an import, and what checks left behind that died. */
@Injectable()
export class ImportObjectSweeper extends ObjectSweeper {
  constructor(private readonly backends: Backends) {
    super(backends.config, backends.logger, backends.store, IMPORTS_PREFIX);
  }

  protected override async needed(importIds: readonly string[]): Promise<Set<string>> {
    const { deadLetters, imports } = this.backends;
    const records = await imports.findAny(importIds);
    const replayable = await deadLetters.importsWithLetters(records.map(({ _id }) => _id));
    return new Set(records.flatMap((record) => [...keptKeys(record, replayable.has(record._id))]));
  }
}
