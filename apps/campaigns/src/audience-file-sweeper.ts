import { Inject, Injectable } from '@nestjs/common';
import { CampaignsRepository } from '#persistence';
import { CONFIG, LOGGER, type Config } from '#platform';
import { ObjectStore, ObjectSweeper } from '#storage';
import type { Logger } from 'pino';
import { AUDIENCES_PREFIX, fileKey } from './audience-file.js';
import { WritableFrozenAudiencesRepository } from './writable-frozen-audiences.repository.js';

/** Removes the lists and files of freezings whose process died after their campaign was cancelled or became a draft. */
@Injectable()
export class AudienceFileSweeper extends ObjectSweeper {
  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) logger: Logger,
    store: ObjectStore,
    private readonly campaigns: CampaignsRepository,
    private readonly frozen: WritableFrozenAudiencesRepository,
  ) {
    super(config, logger, store, AUDIENCES_PREFIX);
  }

  protected override async round(): Promise<void> {
    await this.removeLists();
    await super.round();
  }

  protected override async needed(campaignIds: readonly string[]): Promise<Set<string>> {
    const records = await this.campaigns.findAny(campaignIds);
    return new Set(
      records.flatMap(({ _id, freezeId, objectKey }) => (freezeId ? [objectKey ?? fileKey({ _id, freezeId })] : [])),
    );
  }

  /** A campaign has the id of its list before the list has a piece, and never gets it again. */
  private async removeLists(): Promise<void> {
    const ids = await this.frozen.ids();
    const needed = await this.campaigns.freezesOf(ids);
    for (const id of ids) if (!needed.has(id)) await this.frozen.remove(id);
  }
}
