import { Inject, Injectable } from '@nestjs/common';
import { applyEdit, fold, matchesFilter, type ContactState } from '#contact-rules';
import { coded, type ContactEdit, type Limits, type TagChange } from '#contracts';
import { progressAfter, type OrderWork, type RunningOrder, type Transaction } from '#messaging';
import { ContactsRepository, type AccountRef, type KnownContact, type TagChangeRecord } from '#persistence';
import { CONFIG, type Config } from '#platform';
import { ContactWriter, type Intention } from './contact-writer.js';
import { catalogueKey, SpellingsRepository } from './spellings.repository.js';

type Outcome = keyof TagChange['counts'];

/**
 * Adds and removes tags of all contacts that match a filter: by phone, batch by batch. The contacts of a batch, the
 * events about them and the progress are one transaction.
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
    const { filter, afterPhone } = record;
    for await (const batch of this.contacts.scan(account, filter, ['phone'], { afterPhone })) {
      for (let left = batch; left.length > 0; left = left.filter(({ phone }) => phone > order.record.afterPhone)) {
        if (order.isCancelled) return {};
        await order.step((transaction) => this.change(transaction, order, edit, left));
      }
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

  /** Changes as many of the contacts as fit into one transaction. @returns the progress after them */
  private async change(
    transaction: Transaction,
    { account, record }: RunningOrder<'tag-changes'>,
    edit: ContactEdit,
    batch: readonly { phone: string }[],
  ): Promise<Partial<TagChangeRecord>> {
    const counts = { ...record.counts };
    const intentions = batch.map(({ phone }): Intention => {
      const decide: Intention['decide'] = (existing) => {
        const { outcome, state } = this.decide(existing, record, edit);
        counts[outcome]++;
        return state;
      };
      return { phone, changedBy: record.createdBy, order: { kind: 'tag-change', id: record._id }, decide };
    });
    const { done } = await this.writer.write(transaction, account, intentions);
    return { counts, ...progressAfter<'tag-changes'>(record, batch.slice(0, done)) };
  }

  /** A contact that was found a moment ago may have been changed since and no longer match the filter. */
  private decide(
    existing: KnownContact | null,
    { filter }: TagChangeRecord,
    edit: ContactEdit,
  ): { outcome: Outcome; state: ContactState | null } {
    if (!existing || !matchesFilter(existing, filter)) return { outcome: 'unchanged', state: null };
    // A tag change does not name a contact, so one that was taken back stays so.
    const { takenBack } = existing;
    const merged = applyEdit({ ...existing, takenBack: false }, edit, this.limits);
    if (merged.outcome === 'unchanged') return { outcome: 'unchanged', state: null };
    if (merged.outcome === 'rejected') return { outcome: 'rejected', state: null };
    return { outcome: 'updated', state: { ...merged.state, takenBack } };
  }
}
