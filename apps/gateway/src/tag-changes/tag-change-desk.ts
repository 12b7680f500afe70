import { Inject, Injectable } from '@nestjs/common';
import { readTagLists, type EditFault } from '#contact-rules';
import type { Page, TagChange, TagChangeListQuery, TagChangeRequest } from '#contracts';
import { TagChangesRepository, type TagChangeRecord } from '#persistence';
import { CONFIG, ProblemError, type Config } from '#platform';
import { v7 as newId } from 'uuid';
import { AccountLookup } from '../accounts/account-lookup.js';
import { pageAnswer } from '../http/page-answer.js';
import type { Principal } from '../access/principal.js';
import { cancelOrder } from '../jobs/cancel-order.js';
import { JobStarter } from '../jobs/job-starter.js';
import { tagChangeAnswer } from './tag-change-answer.js';

/** Orders changes of the tags of many contacts. The contacts service makes them. */
@Injectable()
export class TagChangeDesk {
  constructor(
    private readonly changes: TagChangesRepository,
    private readonly accounts: AccountLookup,
    private readonly jobs: JobStarter,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws ProblemError `invalid_request`, `account_not_found`, `no_active_account` */
  async order({ organisationId, kind, id }: Principal, request: TagChangeRequest): Promise<TagChange> {
    const tags = this.readTags(request);
    const account = await this.accounts.requireActive(organisationId, request.filter.accountId);
    const now = new Date();
    const record: TagChangeRecord = {
      _id: newId(),
      organisationId,
      accountId: account.id,
      filter: request.filter,
      ...tags,
      status: 'queued',
      processed: 0,
      expected: null,
      counts: { updated: 0, unchanged: 0, rejected: 0 },
      contactsPerSecond: null,
      error: null,
      afterPhone: '',
      inHand: [],
      cancelRequested: false,
      createdAt: now,
      startedAt: null,
      finishedAt: null,
      updatedAt: now,
      createdBy: { kind, id },
    };
    await this.changes.insert(record);
    await this.jobs.start('tag-changes', { tagChangeId: record._id, organisationId });
    return tagChangeAnswer(record);
  }

  async list(organisationId: string, query: TagChangeListQuery): Promise<Page<TagChange>> {
    const [found, value] = await Promise.all([
      this.changes.list(organisationId, query),
      this.changes.count(organisationId, query.accountId),
    ]);
    return pageAnswer(found, query.limit, value, tagChangeAnswer);
  }

  /** @throws ProblemError `tag_change_not_found` */
  async read(organisationId: string, tagChangeId: string): Promise<TagChange> {
    return tagChangeAnswer(existing(await this.changes.find(organisationId, tagChangeId)));
  }

  /**
   * Stops a change between batches: what is done stays.
   * @throws ProblemError `tag_change_not_found`; `wrong_state` when it has ended
   */
  async cancel(organisationId: string, tagChangeId: string): Promise<TagChange> {
    return tagChangeAnswer(existing(await cancelOrder(this.changes, organisationId, tagChangeId, 'tag_change')));
  }

  private readTags({ add, remove }: TagChangeRequest): { add: string[]; remove: string[] } {
    const errors: EditFault[] = [];
    const tags = readTagLists(add, remove, this.config.limits, errors);
    if (errors.length > 0) throw new ProblemError('invalid_request/tags', { errors });
    if (tags.add.length + tags.remove.length > 0) return tags;
    throw new ProblemError('invalid_request/no_tags');
  }
}

function existing(record: TagChangeRecord | null): TagChangeRecord {
  if (record) return record;
  throw new ProblemError('tag_change_not_found');
}
