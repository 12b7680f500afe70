import { Injectable } from '@nestjs/common';
import { isFinished, isSegment, type ContactChanged, type ImportFinished, type ReachEffect } from '#contracts';
import { NotYetError } from '#messaging';
import {
  AccountsRepository,
  AudienceRepository,
  CampaignsRepository,
  ImportsRepository,
  ImportTurnsRepository,
  OutboxRepository,
  type AccountRef,
  type CampaignRecord,
  type ImportEffectRecord,
  type SegmentCount,
} from '#persistence';
import { WritableImportEffectsRepository } from './writable-import-effects.repository.js';

/** Campaigns of an account that are measured at each import: the youngest. */
const MAX_CAMPAIGNS = 50;
const MAX_REMEMBERED = 10_000;
const LOOK_AGAIN_MS = 300;
/** How long an import's changes wait for older ones before they are taken over all the same. */
const PATIENCE_MS = 30_000;
/** By how much the clocks of services may differ. */
const CLOCK_SKEW_MS = 5_000;

/**
 * Finds out how an import changed the reach of campaigns that are yet to be frozen.
 *
 * *Before* is counted when the first change of the import is to be taken over, and noted before it is; whoever takes over
 * another change of it finds the note. So nothing of the import is in it, with any number of processes. *After* is counted
 * when the end of the import was heard of and nothing from before it waits any more; or it is what the account's next
 * import found before itself.
 */
@Injectable()
export class ImportEffects {
  private readonly noted = new Set<string>();
  private readonly waitingSince = new Map<string, number>();

  constructor(
    private readonly accounts: AccountsRepository,
    private readonly audience: AudienceRepository,
    private readonly campaigns: CampaignsRepository,
    private readonly effects: WritableImportEffectsRepository,
    private readonly imports: ImportsRepository,
    private readonly turns: ImportTurnsRepository,
    private readonly outbox: OutboxRepository,
  ) {}

  /**
   * To be called before changes are taken over.
   * @param eventId the event's id in the outbox
   * @throws NotYetError while older changes of the account wait, which would count as this import's
   */
  async beforeTaking({ organisationId, accountId, contacts }: ContactChanged, eventId: string): Promise<void> {
    const importIds = new Set(contacts.map(({ changedBy }) => (changedBy.kind === 'import' ? changedBy.id : null)));
    for (const importId of importIds) {
      if (importId === null || this.noted.has(importId)) continue;
      const account = await this.accounts.find(organisationId, accountId);
      if (account) await this.noteBefore(account, importId, eventId);
      if (this.noted.size >= MAX_REMEMBERED) this.noted.clear();
      this.noted.add(importId);
      this.waitingSince.delete(importId);
    }
  }

  /** An import that never began to be applied changed nothing, and needs no note. */
  async finished({ organisationId, accountId, importId, status }: ImportFinished): Promise<void> {
    if (status !== 'rejected') await this.effects.noteFinished({ importId, organisationId, accountId });
  }

  /**
   * Enters the effect of an import that has ended.
   * @throws NotYetError while the view has not come to its end
   */
  async settle({ organisationId, importId }: { organisationId: string; importId: string }): Promise<void> {
    const record = await this.effects.find(organisationId, importId);
    if (record?.state !== 'finished') return;
    const account = await this.accounts.find(organisationId, record.accountId);
    if (!account) throw new Error('the organisation has no such account');
    const next = record.notedAt && (await this.effects.next(record));
    if (!next) {
      const end = new Date(record.finishedAt!.getTime() + CLOCK_SKEW_MS);
      const { waiting } = await this.outbox.backlogOf(account.id, 'ContactChanged', 'campaigns', end);
      if (waiting > 0)
        throw new NotYetError(`${waiting} events from before the import's end still wait`, LOOK_AGAIN_MS);
    }
    await this.effects.settle(organisationId, importId, await this.effect(account, record, next?.before ?? []));
  }

  async giveUp({ organisationId, importId }: { organisationId: string; importId: string }): Promise<void> {
    await this.effects.settle(organisationId, importId, null);
  }

  private async noteBefore(account: AccountRef, importId: string, eventId: string): Promise<void> {
    const { organisationId, id: accountId } = account;
    const record = await this.effects.find(organisationId, importId);
    if (record?.before || record?.state === 'settled') return;
    if (!record && (await this.isLongOver(account, importId))) return;
    const live = await this.live(account);
    if (live.length > 0) await this.untilOlderAreIn(account, importId, eventId);
    await this.effects.noteBefore({ importId, organisationId, accountId }, await this.count(account, live));
  }

  /** The campaigns of an account that are yet to be frozen and have a segment. */
  private async live(account: AccountRef): Promise<CampaignRecord[]> {
    return (await this.campaigns.live(account, MAX_CAMPAIGNS)).filter(({ segment }) => isSegment(segment));
  }

  private async count(account: AccountRef, campaigns: CampaignRecord[]): Promise<SegmentCount[]> {
    const counts: SegmentCount[] = [];
    for (const { _id: campaignId, name, segment } of campaigns)
      counts.push({ campaignId, name, segment, count: await this.audience.reachable(account, segment) });
    return counts;
  }

  /** An import whose end was heard of and dealt with: its contacts are told of again, by a replay. */
  private async isLongOver(account: AccountRef, importId: string): Promise<boolean> {
    const record = await this.imports.find(account.organisationId, importId);
    if (record && !isFinished(record.status)) return false;
    if ((await this.turns.inOrder(account)).includes(importId)) return false;
    return (await this.outbox.backlogOf(account.id, 'ImportFinished', 'campaigns')).waiting === 0;
  }

  private async untilOlderAreIn(account: AccountRef, importId: string, eventId: string): Promise<void> {
    const since = this.waitingSince.get(importId) ?? Date.now();
    this.waitingSince.set(importId, since);
    if (Date.now() - since > PATIENCE_MS) return;
    if (await this.outbox.hasOlderChanges(account.id, 'campaigns', eventId, importId))
      throw new NotYetError('older changes of this account still wait', LOOK_AGAIN_MS);
  }

  /** @param next what the next import found before itself */
  private async effect(
    account: AccountRef,
    { before }: ImportEffectRecord,
    next: readonly SegmentCount[],
  ): Promise<ReachEffect[]> {
    if (!before) {
      // It changed nobody.
      const now = await this.count(account, await this.live(account));
      return now.map(({ campaignId, name, count }) => ({ campaignId, name, before: count, after: count }));
    }
    const effect: ReachEffect[] = [];
    for (const { campaignId, name, segment, count } of before) {
      const found = next.find((other) => other.campaignId === campaignId);
      const isSame = found !== undefined && JSON.stringify(found.segment) === JSON.stringify(segment);
      const after = isSame ? found.count : await this.audience.reachable(account, segment);
      effect.push({ campaignId, name, before: count, after });
    }
    return effect;
  }
}
