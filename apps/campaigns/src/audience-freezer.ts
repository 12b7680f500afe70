import { Inject, Injectable } from '@nestjs/common';
import { coded, isSegment, publicCode, type Coded, type ProblemCode } from '#contracts';
import { NotYetError } from '#messaging';
import {
  AccountsRepository,
  AudienceRepository,
  CampaignsRepository,
  OptOutsRepository,
  OrganisationsRepository,
  OutboxRepository,
  ReachRepository,
  type AccountRef,
  type CampaignRecord,
  everyAccountOf,
} from '#persistence';
import { LOGGER } from '#platform';
import { ObjectStore } from '#storage';
import type { Logger } from 'pino';
import { randomUUID } from 'node:crypto';
import { fileKey, storeAudience } from './audience-file.js';
import { WritableFrozenAudiencesRepository, type FrozenPiece } from './writable-frozen-audiences.repository.js';

const PIECE_PHONES = 5_000;
const LOOK_AGAIN_MS = 1_000;

/** The clocks of two servers differ by less. Events have the time of the process that published them. */
const CLOCK_MARGIN_MS = 1_000;

type CampaignIds = { organisationId: string; campaignId: string };

/** A campaign whose frozen audience is being written. */
type Freezing = CampaignRecord & { scheduledAt: Date; freezeId: string };

/**
 * Freezes the audience of a campaign at its scheduled time: the phones that its segment reaches are stored as a list,
 * which changes only where a person is erased (frozen-erasures.ts). The list grows piece by piece in MongoDB, so that
 * another process can continue it. Then it is sealed and written to a file. Only then is the campaign `audience_frozen`;
 * nothing of the list is shown before.
 */
@Injectable()
export class AudienceFreezer {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly accounts: AccountsRepository,
    private readonly audience: AudienceRepository,
    private readonly campaigns: CampaignsRepository,
    private readonly frozen: WritableFrozenAudiencesRepository,
    private readonly optOuts: OptOutsRepository,
    private readonly organisations: OrganisationsRepository,
    private readonly outbox: OutboxRepository,
    private readonly reaches: ReachRepository,
    private readonly store: ObjectStore,
  ) {}

  /**
   * Freezes a due campaign, or removes the list of a cancelled one. May run several times at the same time.
   * @param signal stops it after the current piece
   * @throws NotYetError while the view may lack events that were published before the campaign's time
   */
  async run({ organisationId, campaignId }: CampaignIds, signal: AbortSignal): Promise<void> {
    const record = await this.campaigns.find(everyAccountOf(organisationId), campaignId);
    if (record?.state === 'cancelled') return this.clear(record);
    if (record?.state !== 'scheduled' || record.scheduledAt! > new Date()) return;
    if (await this.organisations.isSuspended(organisationId)) return;
    const freezing = await this.begin(record);
    if (!freezing) return;
    await this.untilCaughtUp(freezing);
    await this.freeze(freezing, signal);
  }

  async giveUp({ organisationId, campaignId }: CampaignIds): Promise<void> {
    const record = await this.campaigns.find(everyAccountOf(organisationId), campaignId);
    if (record?.state === 'scheduled') await this.backToDraft(record, coded('internal_error/freeze'));
  }

  private async freeze(record: Freezing, signal: AbortSignal): Promise<void> {
    const total = await this.writeList(record, signal);
    const account = await this.account(record);
    const refusal = refusalOf(record, account, total);
    if (refusal) return this.backToDraft(record, coded(`${refusal}/freeze`));
    const objectKey = fileKey(record);
    await storeAudience(this.store, objectKey, this.frozen.pieces(record.freezeId), signal);
    const { excluded } = await this.reaches.of(account, record.segment);
    const change = {
      state: 'audience_frozen' as const,
      frozenAt: new Date(),
      objectKey,
      reach: {
        count: total,
        excluded,
        upTo: record.scheduledAt.toISOString(),
        behind: { eventsWaiting: 0, oldestSeconds: null },
      },
    };
    const { organisationId, _id, freezeId } = record;
    if (await this.campaigns.transition(everyAccountOf(organisationId), _id, ['scheduled'], change, freezeId))
      this.logger.info({ members: total }, 'audience frozen');
    else await this.discard(record);
  }

  /**
   * The audience must include everything published before the campaign's time. It may include later changes, also of an
   * import. Call it after {@link begin}: the backlog is read after a write that a majority confirmed, so by a primary
   * that has every event from before it.
   * @throws NotYetError while such events wait, and until the campaign's time is over on every clock
   */
  private async untilCaughtUp({ organisationId, accountId, scheduledAt }: Freezing): Promise<void> {
    const time = new Date(scheduledAt.getTime() + CLOCK_MARGIN_MS);
    const early = time.getTime() - Date.now();
    if (early > 0) throw new NotYetError('its time may not be over on every clock', early);
    const account = await this.account({ organisationId, accountId });
    const { waiting } = await this.outbox.backlogOf(account.id, 'ContactChanged', 'campaigns', time);
    if (waiting > 0) throw new NotYetError(`${waiting} events from before its time still wait`, LOOK_AGAIN_MS);
  }

  /**
   * Takes the campaign: it can be cancelled but no longer changed. Sets the id of the list, unless it has one: then that
   * list is continued.
   * @returns null when the campaign was changed
   */
  private async begin(record: CampaignRecord): Promise<Freezing | null> {
    const begun = record.freezeId ? record : await this.campaigns.beginFreeze(record, randomUUID());
    return begun as Freezing | null;
  }

  /**
   * Leaves out who must not be contacted by now, also where the view has not heard of the mark yet, or the contact still
   * lacks its copy of it.
   * @returns the number of phones in the sealed list
   */
  private async writeList(
    { accountId, organisationId, segment, freezeId }: Freezing,
    signal: AbortSignal,
  ): Promise<number> {
    const account = await this.account({ organisationId, accountId });
    let last = await this.frozen.last(freezeId);
    if (last?.isSeal) return last.total;
    const page = { afterPhone: last?.lastPhone ?? '', batchSize: PIECE_PHONES };
    for await (const phones of this.audience.phones(account, segment, page)) {
      signal.throwIfAborted();
      const optedOut = await this.optOuts.find(account, phones);
      const reached = phones.filter((phone) => !optedOut.has(phone));
      if (reached.length > 0) last = await this.append(freezeId, last, reached);
    }
    return (await this.append(freezeId, last, null)).total;
  }

  private async append(freezeId: string, before: FrozenPiece | null, phones: string[] | null): Promise<FrozenPiece> {
    const piece = await this.frozen.append(freezeId, before, phones);
    if (!piece) throw new NotYetError('somebody else writes this list', LOOK_AGAIN_MS);
    return piece;
  }

  private async backToDraft({ organisationId, _id, freezeId }: CampaignRecord, error: Coded): Promise<void> {
    const change = { state: 'draft' as const, scheduledAt: null, freezeId: null, error };
    const moved = await this.campaigns.transition(everyAccountOf(organisationId), _id, ['scheduled'], change, freezeId);
    if (moved && freezeId) await this.frozen.remove(freezeId);
    this.logger.warn({ code: publicCode(error.code) }, 'the audience was not frozen');
  }

  /** Removes a list that is not needed: the campaign was cancelled meanwhile, or another process has frozen it. */
  private async discard({ organisationId, _id, freezeId }: Freezing): Promise<void> {
    const now = await this.campaigns.find(everyAccountOf(organisationId), _id);
    if (now?.freezeId === freezeId && now.state !== 'cancelled') return;
    if (now?.freezeId === freezeId) return this.clear(now);
    await this.frozen.remove(freezeId);
    await this.store.delete(fileKey({ _id, freezeId }));
  }

  private async clear({ organisationId, _id, freezeId, objectKey }: CampaignRecord): Promise<void> {
    if (!freezeId) return;
    await this.frozen.remove(freezeId);
    await this.store.delete(objectKey ?? fileKey({ _id, freezeId }));
    await this.campaigns.transition(
      everyAccountOf(organisationId),
      _id,
      ['cancelled'],
      { freezeId: null, objectKey: null },
      freezeId,
    );
  }

  private async account(record: Pick<CampaignRecord, 'organisationId' | 'accountId'>): Promise<AccountRef> {
    const account = await this.accounts.find(everyAccountOf(record.organisationId), record.accountId);
    if (!account) throw new Error('the organisation has no such account');
    return account;
  }
}

type Refusal = Extract<ProblemCode, 'no_active_account' | 'segment_without_condition' | 'empty_audience'>;

/** Why a campaign cannot be frozen although it was valid when it was scheduled: much may have changed since. */
function refusalOf({ segment }: CampaignRecord, { status }: AccountRef, total: number): Refusal | null {
  if (status !== 'active') return 'no_active_account';
  if (!isSegment(segment)) return 'segment_without_condition';
  return total === 0 ? 'empty_audience' : null;
}
