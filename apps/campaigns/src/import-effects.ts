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
  everyAccountOf,
} from '#persistence';
import { WritableImportEffectsRepository } from './writable-import-effects.repository.js';

/** How many campaigns of an account are measured for each import: the latest ones. */
const MAX_CAMPAIGNS = 50;
const MAX_REMEMBERED = 10_000;
const LOOK_AGAIN_MS = 300;
/** The older it is, the less often it is looked at: when many wait, nobody should be kept busy by looking. */
const LOOK_AGAIN_MAX_MS = 5_000;
/** How long an import's changes wait for older ones before they are applied anyway. */
const PATIENCE_MS = 30_000;
/** The maximum difference between the clocks of services. */
const CLOCK_SKEW_MS = 5_000;

/**
 * Measures how an import changed the reach of campaigns whose audience is not frozen yet.
 *
 * *Before* is counted when the first change of the import is about to be applied, and is stored before it is applied.
 * Processes with other changes of the import find the stored value. So *before* has no changes of the import, however
 * many processes there are. *After* is counted when the import's end was received and no earlier event waits any more;
 * or it is the *before* of the account's next import.
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
   * Call this before changes are applied.
   * @param eventId the event's id in the outbox
   * @throws NotYetError while older changes of the account wait, because they would be counted as changes of this
   *   import
   */
  async beforeTaking({ organisationId, accountId, contacts }: ContactChanged, eventId: string): Promise<void> {
    const importIds = new Set(contacts.map(({ changedBy }) => (changedBy.kind === 'import' ? changedBy.id : null)));
    for (const importId of importIds) {
      if (importId === null || this.noted.has(importId)) continue;
      const account = await this.accounts.find(everyAccountOf(organisationId), accountId);
      if (account) await this.noteBefore(account, importId, eventId);
      if (this.noted.size >= MAX_REMEMBERED) this.noted.clear();
      this.noted.add(importId);
      this.waitingSince.delete(importId);
    }
  }

  /** An import that was never applied changed nothing, so nothing is stored. */
  async finished({ organisationId, accountId, importId, status }: ImportFinished): Promise<void> {
    if (status !== 'rejected') await this.effects.noteFinished({ importId, organisationId, accountId });
  }

  /**
   * Stores the effect of an import that has ended.
   * @throws NotYetError while the view has not received all of the import
   */
  async settle({ organisationId, importId }: { organisationId: string; importId: string }): Promise<void> {
    const record = await this.effects.find(organisationId, importId);
    if (record?.state !== 'finished') return;
    const account = await this.accounts.find(everyAccountOf(organisationId), record.accountId);
    if (!account) throw new Error('the organisation has no such account');
    const next = record.notedAt && (await this.effects.next(record));
    if (!next) {
      const end = new Date(record.finishedAt!.getTime() + CLOCK_SKEW_MS);
      const { waiting } = await this.outbox.backlogOf(account.id, 'ContactChanged', 'campaigns', end);
      if (waiting > 0)
        throw new NotYetError(`${waiting} events from before the import's end still wait`, lookAgainMs(record));
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

  /** The campaigns of an account that are not frozen yet and have a segment. */
  private async live(account: AccountRef): Promise<CampaignRecord[]> {
    return (await this.campaigns.live(account, MAX_CAMPAIGNS)).filter(({ segment }) => isSegment(segment));
  }

  private async count(account: AccountRef, campaigns: CampaignRecord[]): Promise<SegmentCount[]> {
    const counts: SegmentCount[] = [];
    for (const { _id: campaignId, name, segment } of campaigns)
      counts.push({ campaignId, name, segment, count: await this.audience.reachable(account, segment) });
    return counts;
  }

  /** Whether the import ended and its effect was stored before. Then a replay publishes its contacts again. */
  private async isLongOver(account: AccountRef, importId: string): Promise<boolean> {
    const record = await this.imports.find(everyAccountOf(account.organisationId), importId);
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

  /** @param next the *before* of the next import */
  private async effect(
    account: AccountRef,
    { before }: ImportEffectRecord,
    next: readonly SegmentCount[],
  ): Promise<ReachEffect[]> {
    if (!before) {
      // The import changed no contact.
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

/** A tenth of the time since the import ended, within limits. */
function lookAgainMs({ finishedAt }: ImportEffectRecord): number {
  const age = Date.now() - finishedAt!.getTime();
  return Math.min(LOOK_AGAIN_MAX_MS, Math.max(LOOK_AGAIN_MS, age / 10));
}
