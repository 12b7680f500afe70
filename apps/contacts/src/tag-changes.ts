import { Inject, Injectable } from '@nestjs/common';
import { applyEdit, fold, matchesFilter } from '#contact-rules';
import { coded, type ContactEdit, type JobPayload, type Limits, type TagChange } from '#contracts';
import {
  AccountsRepository,
  ContactsRepository,
  TagChangesRepository,
  type AccountRef,
  type KnownContact,
  type TagChangeRecord,
} from '#persistence';
import { CONFIG, LOGGER, type Config } from '#platform';
import type { Logger } from 'pino';
import { ContactWriter } from './contact-writer.js';
import { catalogueKey, SpellingsRepository } from './spellings.repository.js';

type Outcome = keyof TagChange['counts'];
type InHand = TagChangeRecord['inHand'];

/**
 * Adds tags to, and removes them from, all contacts that a filter finds: by phone, batch after batch. What is in hand is
 * noted before it is written, so that whoever takes over counts it as it was and announces it again.
 */
@Injectable()
export class TagChanges {
  private readonly limits: Limits;

  constructor(
    @Inject(CONFIG) config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly accounts: AccountsRepository,
    private readonly spellings: SpellingsRepository,
    private readonly contacts: ContactsRepository,
    private readonly changes: TagChangesRepository,
    private readonly writer: ContactWriter,
  ) {
    this.limits = config.limits;
  }

  /**
   * Goes on where the record says that the change stands.
   * @param signal stops it after its batch
   */
  async run({ organisationId, tagChangeId }: JobPayload<'tag-changes'>, signal: AbortSignal): Promise<void> {
    const record = await this.begin(organisationId, tagChangeId);
    if (!record) return;
    const account = await this.accounts.find(organisationId, record.accountId);
    if (!account) throw new Error('the organisation has no such account');
    const edit = await this.edit(account, record);

    let current = record;
    if (current.inHand.length > 0) current = await this.settle(account, current, edit, true);
    const { filter, afterPhone } = current;
    for await (const inHand of this.contacts.scan(account, filter, ['phone', 'rev'], { afterPhone })) {
      if (current.cancelRequested) break;
      signal.throwIfAborted();
      current = await this.move(current, { inHand });
      current = await this.settle(account, current, edit, false);
    }
    await this.move(current, {
      status: current.cancelRequested ? 'cancelled' : 'completed',
      finishedAt: new Date(),
    });
    this.logger.info({ counts: current.counts }, 'tag change ended');
  }

  async giveUp({ organisationId, tagChangeId }: JobPayload<'tag-changes'>): Promise<void> {
    await this.changes.transition(organisationId, tagChangeId, ['queued', 'running'], {
      status: 'failed',
      error: coded('internal_error/tag_change'),
      finishedAt: new Date(),
    });
  }

  private async begin(organisationId: string, tagChangeId: string): Promise<TagChangeRecord | null> {
    const record = await this.changes.transition(organisationId, tagChangeId, ['queued', 'running'], {
      status: 'running',
    });
    if (!record || record.startedAt) return record;
    const account = await this.accounts.find(organisationId, record.accountId);
    const expected = account ? (await this.contacts.count([account], record.filter, true)).value : null;
    return this.changes.transition(organisationId, tagChangeId, ['running'], { startedAt: new Date(), expected });
  }

  /** The tags as the account first wrote them. */
  private async edit(account: AccountRef, { add, remove }: TagChangeRecord): Promise<ContactEdit> {
    const spelling = await this.spellings.spell(
      account,
      add.map((name) => ({ kind: 'tag', name })),
    );
    const spelled = add.map((tag) => spelling.get(catalogueKey('tag', fold(tag))) ?? tag);
    return { name: null, tags: { replace: null, add: spelled, remove }, values: [] };
  }

  /**
   * Writes and announces what is in hand, and notes it as done.
   * @param again somebody had it in hand before, and may have written it
   */
  private async settle(account: AccountRef, record: TagChangeRecord, edit: ContactEdit, again: boolean) {
    const { inHand } = record;
    const outcomes = new Map<string, Outcome>();
    const writtenBefore = new Map<string, KnownContact>();
    const written = await this.writer.write(
      account,
      inHand.map(({ phone, rev }) => ({
        phone,
        changedBy: record.createdBy,
        decide: (existing) => {
          writtenBefore.delete(phone);
          outcomes.set(phone, 'unchanged');
          if (!existing) return null;
          const merged = applyEdit(existing, edit, this.limits);
          if (merged.outcome === 'unchanged') {
            // So since it was taken in hand: it was this change that did it, and died before it could say so.
            if (!again || existing.rev === rev) return null;
            outcomes.set(phone, 'updated');
            writtenBefore.set(phone, existing);
            return null;
          }
          if (existing.rev !== rev && !matchesFilter(existing, record.filter)) return null;
          if (merged.outcome === 'rejected') {
            outcomes.set(phone, 'rejected');
            return null;
          }
          outcomes.set(phone, 'updated');
          return merged.state;
        },
      })),
    );
    await this.writer.announce(account, [...written, ...writtenBefore.values()]);
    return this.move(record, { inHand: [], ...progress(record, inHand, outcomes) });
  }

  /** @throws when somebody else goes on with this change */
  private async move(record: TagChangeRecord, change: Partial<TagChangeRecord>): Promise<TagChangeRecord> {
    const { organisationId, _id, afterPhone } = record;
    const moved = await this.changes.transition(organisationId, _id, ['running'], change, { afterPhone });
    if (!moved) throw new Error('somebody else goes on with this tag change');
    return moved;
  }
}

/** The figures after these contacts. */
function progress(record: TagChangeRecord, inHand: InHand, outcomes: ReadonlyMap<string, Outcome>) {
  const counts = { ...record.counts };
  for (const outcome of outcomes.values()) counts[outcome]++;
  const processed = record.processed + inHand.length;
  const seconds = Math.max(0.001, (Date.now() - record.startedAt!.getTime()) / 1000);
  return {
    afterPhone: inHand.at(-1)!.phone,
    counts,
    processed,
    expected: Math.max(processed, record.expected ?? 0),
    contactsPerSecond: Math.round(processed / seconds),
  };
}
