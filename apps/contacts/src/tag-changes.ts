import { Inject, Injectable } from '@nestjs/common';
import { applyEdit, fold, matchesFilter } from '#contact-rules';
import { coded, type ContactEdit, type Limits, type TagChange } from '#contracts';
import { progressAfter, type OrderWork, type RunningOrder } from '#messaging';
import { ContactsRepository, type AccountRef, type KnownContact, type TagChangeRecord } from '#persistence';
import { CONFIG, type Config } from '#platform';
import { ContactWriter } from './contact-writer.js';
import { catalogueKey, SpellingsRepository } from './spellings.repository.js';

type Outcome = keyof TagChange['counts'];
type InHand = TagChangeRecord['inHand'];

/**
 * Adds and removes tags of all contacts that match a filter: by phone, batch by batch. The contacts of a batch are
 * stored in the record before they are written. So when another process takes over, it counts them correctly and
 * publishes them again.
 */
@Injectable()
export class TagChanges implements OrderWork<'tag-changes'> {
  readonly kind = 'tag-changes';
  readonly failure = coded('internal_error/tag_change');
  private readonly limits: Limits;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly spellings: SpellingsRepository,
    private readonly contacts: ContactsRepository,
    private readonly writer: ContactWriter,
  ) {
    this.limits = config.limits;
  }

  /** Counts the contacts that match the filter. */
  async begin(account: AccountRef, { filter }: TagChangeRecord) {
    return { expected: (await this.contacts.count([account], filter, true)).value };
  }

  async carryOut(order: RunningOrder<'tag-changes'>) {
    const { account, record } = order;
    const edit = await this.edit(account, record);
    if (record.inHand.length > 0) await this.settle(order, edit, true);
    const { filter, afterPhone } = order.record;
    for await (const inHand of this.contacts.scan(account, filter, ['phone', 'rev'], { afterPhone })) {
      if (order.isCancelled) break;
      await order.move({ inHand });
      await this.settle(order, edit, false);
    }
    return {};
  }

  /** The tags in the account's spelling. */
  private async edit(account: AccountRef, { add, remove }: TagChangeRecord): Promise<ContactEdit> {
    const spelling = await this.spellings.spell(
      account,
      add.map((name) => ({ kind: 'tag', name })),
    );
    const spelled = add.map((tag) => spelling.get(catalogueKey('tag', fold(tag))) ?? tag);
    return { name: null, tags: { replace: null, add: spelled, remove }, values: [] };
  }

  /**
   * Writes and publishes the contacts in hand, and stores the progress.
   * @param again another process had them in hand before, and may have written them
   */
  private async settle(order: RunningOrder<'tag-changes'>, edit: ContactEdit, again: boolean): Promise<void> {
    const { account, record } = order;
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
            // It already has this state. If its revision has changed since it was taken in hand, this tag change wrote
            // it and then died.
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
    await order.move({ inHand: [], ...progress(record, inHand, outcomes) });
  }
}

/** The figures after these contacts. */
function progress(record: TagChangeRecord, inHand: InHand, outcomes: ReadonlyMap<string, Outcome>) {
  const counts = { ...record.counts };
  for (const outcome of outcomes.values()) counts[outcome]++;
  return { counts, ...progressAfter<'tag-changes'>(record, inHand) };
}
