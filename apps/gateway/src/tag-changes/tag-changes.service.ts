import { Inject, Injectable } from '@nestjs/common';
import { readTagLists, type EditFault } from '#contact-rules';
import type { TagChange, TagChangeRequest } from '#contracts';
import { CONFIG, ProblemError, type Config } from '#platform';
import type { Principal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import type { Commit } from '../audit/commit.js';
import { NO_PROGRESS, OrdersService } from '../orders/orders.service.js';
import { SegmentUseService } from '../segments/segment-use.service.js';

/** Creates tag changes, which change the tags of many contacts. The contacts service carries them out. */
@Injectable()
export class TagChangesService {
  constructor(
    private readonly orders: OrdersService,
    private readonly accounts: AccountsService,
    private readonly segments: SegmentUseService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws ProblemError `invalid_request`, `account_not_found`, `no_active_account`, `segment_not_found` … */
  async order(principal: Principal, request: TagChangeRequest, commit: Commit): Promise<TagChange> {
    const tags = this.readTags(request);
    const { filter, segmentId } = request;
    const account = await this.accounts.requireActive(principal, filter.accountId);
    const whom = await this.segments.filterOf(principal, filter, segmentId);
    const counts = { updated: 0, unchanged: 0, rejected: 0 };
    const own = { ...NO_PROGRESS, ...tags, ...whom, counts };
    return this.orders.place('tag-changes', principal, account, own, commit);
  }

  private readTags({ add, remove }: TagChangeRequest): { add: string[]; remove: string[] } {
    const errors: EditFault[] = [];
    const tags = readTagLists(add, remove, this.config.limits, errors);
    if (errors.length > 0) throw new ProblemError('invalid_request/tags', { errors });
    if (tags.add.length + tags.remove.length > 0) return tags;
    throw new ProblemError('invalid_request/no_tags');
  }
}
