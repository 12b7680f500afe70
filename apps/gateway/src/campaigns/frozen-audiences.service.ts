import { Inject, Injectable } from '@nestjs/common';
import type { CampaignMember, CampaignMembersQuery, Page } from '#contracts';
import { FrozenAudiencesRepository, type CampaignRecord, type AccountScope } from '#persistence';
import { CONFIG, ProblemError, type Config } from '#platform';
import { ObjectStore } from '#storage';
import type { Downloading } from '../audit/downloading.js';
import { datedFileName } from '../exports/export-file-name.js';
import { CampaignsService } from './campaigns.service.js';

type Frozen = CampaignRecord & { freezeId: string; objectKey: string; frozenAt: Date };

/** Gives a frozen audience to the sender, page by page or as a file. */
@Injectable()
export class FrozenAudiencesService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly campaigns: CampaignsService,
    private readonly frozen: FrozenAudiencesRepository,
    private readonly store: ObjectStore,
  ) {}

  /**
   * One page of the audience, sorted by phone number.
   * @throws ProblemError `campaign_not_found`, `not_ready`, `wrong_state` when the campaign is cancelled
   */
  async members(
    scope: AccountScope,
    campaignId: string,
    { after = '', limit }: CampaignMembersQuery,
  ): Promise<Page<CampaignMember>> {
    const { freezeId, reach } = await this.require(scope, campaignId);
    const found = await this.frozen.page(freezeId, after, limit + 1);
    const phones = found.slice(0, limit);
    return {
      items: phones.map((phone) => ({ phone })),
      next: found.length > limit ? phones.at(-1)! : null,
      count: { value: reach!.count, exact: true },
    };
  }

  /** @returns a presigned URL of the file. @throws ProblemError as {@link members} */
  async download(scope: AccountScope, campaignId: string, downloading: Downloading): Promise<string> {
    const { accountId, segment, reach, name, frozenAt, objectKey } = await this.require(scope, campaignId);
    const file = { name: datedFileName('audience', name, frozenAt, 'csv'), contentType: 'text/csv; charset=utf-8' };
    downloading({ filter: { accountId, ...segment }, count: reach?.count ?? null });
    return this.store.signedUrl(objectKey, file, this.config.DOWNLOAD_URL_SECONDS);
  }

  private async require(scope: AccountScope, campaignId: string): Promise<Frozen> {
    const record = await this.campaigns.record(scope, campaignId);
    if (record.state === 'audience_frozen' || record.state === 'done') return record as Frozen;
    if (record.state === 'cancelled') throw new ProblemError('wrong_state/audience_cancelled');
    throw new ProblemError('not_ready/audience');
  }
}
