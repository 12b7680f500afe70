import { Injectable } from '@nestjs/common';
import type { Page, Replay, ReplayListQuery, ReplayRequest } from '#contracts';
import { ReplaysRepository, type ReplayRecord } from '#persistence';
import { ProblemError } from '#platform';
import { v7 as newId } from 'uuid';
import type { Principal } from '../access/principal.js';
import { AccountLookup } from '../accounts/account-lookup.js';
import { inWords } from '../http/language.js';
import { pageAnswer } from '../http/page-answer.js';
import { cancelOrder } from '../jobs/cancel-order.js';
import { JobStarter } from '../jobs/job-starter.js';

/** Orders replays. The contacts service makes them. */
@Injectable()
export class ReplayDesk {
  constructor(
    private readonly replays: ReplaysRepository,
    private readonly accounts: AccountLookup,
    private readonly jobs: JobStarter,
  ) {}

  /** @throws ProblemError `account_not_found`; `replay_under_way` when the same is being done already */
  async order({ organisationId, kind, id }: Principal, { accountId, to }: ReplayRequest): Promise<Replay> {
    const account = await this.accounts.require(organisationId, accountId);
    const open = await this.replays.findOpen(account, to);
    if (open) throw new ProblemError('replay_under_way', { with: { id: open._id } });
    const now = new Date();
    const record: ReplayRecord = {
      _id: newId(),
      organisationId,
      accountId: account.id,
      to,
      status: 'queued',
      processed: 0,
      expected: null,
      contactsPerSecond: null,
      error: null,
      afterPhone: '',
      inFlight: [],
      cancelRequested: false,
      createdAt: now,
      startedAt: null,
      finishedAt: null,
      updatedAt: now,
      createdBy: { kind, id },
    };
    await this.replays.insert(record);
    await this.jobs.start('replays', { replayId: record._id, organisationId });
    return replayAnswer(record);
  }

  async list(organisationId: string, query: ReplayListQuery): Promise<Page<Replay>> {
    const [found, value] = await Promise.all([
      this.replays.list(organisationId, query),
      this.replays.count(organisationId, query.accountId),
    ]);
    return pageAnswer(found, query.limit, value, replayAnswer);
  }

  /** @throws ProblemError `replay_not_found` */
  async read(organisationId: string, replayId: string): Promise<Replay> {
    return replayAnswer(existing(await this.replays.find(organisationId, replayId)));
  }

  /**
   * Stops a replay between batches: what was sent stays sent, and does no harm.
   * @throws ProblemError `replay_not_found`; `wrong_state` when it has ended
   */
  async cancel(organisationId: string, replayId: string): Promise<Replay> {
    return replayAnswer(existing(await cancelOrder(this.replays, organisationId, replayId, 'replay')));
  }
}

function existing(record: ReplayRecord | null): ReplayRecord {
  if (record) return record;
  throw new ProblemError('replay_not_found');
}

function replayAnswer(record: ReplayRecord): Replay {
  const { _id, accountId, to, status, processed, expected, inFlight, contactsPerSecond, error, createdBy } = record;
  return {
    id: _id,
    accountId,
    to,
    status,
    processed,
    expected,
    eventsWaiting: inFlight.length,
    contactsPerSecond,
    error: inWords(error),
    createdAt: record.createdAt.toISOString(),
    startedAt: record.startedAt?.toISOString() ?? null,
    finishedAt: record.finishedAt?.toISOString() ?? null,
    createdBy,
  };
}
