import { Inject, Injectable } from '@nestjs/common';
import { applyEdit, applyReport, fold, maxValueNames, refusedAsErased } from '#contact-rules';
import {
  coded,
  type Coded,
  type ContactEdit,
  type ContactEditJob,
  type ContactEditResult,
  type Limits,
} from '#contracts';
import { EventPublisher, type Transaction } from '#messaging';
import { AccountsRepository, ValueNamesRepository, everyAccountOf, type AccountRef } from '#persistence';
import { CONFIG, type Config } from '#platform';
import { ContactWriter, type Intention } from './contact-writer.js';
import { EditResultsRepository } from './edit-results.repository.js';
import { catalogueKey, SpellingsRepository } from './spellings.repository.js';

/**
 * Carries out edits of single contacts, with the same merge, writer and events as imports. The contact, the event about
 * it and the result of the edit are one transaction.
 */
@Injectable()
export class ContactEdits {
  private readonly limits: Limits;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly accounts: AccountsRepository,
    private readonly spellings: SpellingsRepository,
    private readonly valueNames: ValueNamesRepository,
    private readonly results: EditResultsRepository,
    private readonly publisher: EventPublisher,
    private readonly writer: ContactWriter,
  ) {
    this.limits = config.limits;
  }

  /**
   * Changes one contact and publishes it.
   * @param jobId identifies the edit: run again, it changes nothing and has the same result
   * @returns `unchanged` when the contact already has this state, whatever its revision (RFC 9110, 13.1.1)
   */
  async apply(job: ContactEditJob, jobId: string): Promise<ContactEditResult> {
    const { organisationId } = job;
    const account = await this.accounts.find(everyAccountOf(organisationId), job.accountId);
    if (!account) return { outcome: 'not_found' };
    const refusal = await this.refuseColumns(account, job.edit);
    if (refusal) return refusal;

    const edit = await this.spelled(account, job.edit);
    return this.publisher.transaction(async (transaction) => {
      const { session } = transaction;
      const known = await this.results.find(organisationId, jobId, session);
      if (known) return known;
      const result = await this.change(transaction, account, { ...job, edit });
      await this.results.insert(organisationId, jobId, result, session);
      return result;
    });
  }

  private async change(transaction: Transaction, account: AccountRef, job: ContactEditJob): Promise<ContactEditResult> {
    const { phone, changedBy, edit } = job;
    const reportedAt = new Date().toISOString();
    let result: ContactEditResult = { outcome: 'unchanged' };
    const decide: Intention['decide'] = (existing, mark) => {
      const merged = refusedAsErased(mark) ?? applyEdit(existing, edit, this.limits);
      const reachability = job.reachability && applyReport(existing?.reachability, job.reachability, reportedAt);
      if (!existing && !job.mayCreate) result = { outcome: 'not_found' };
      else if (merged.outcome === 'unchanged' && !reachability) result = { outcome: 'unchanged' };
      else if (job.revisions && !job.revisions.includes(existing?.rev ?? 0)) result = { outcome: 'revision_mismatch' };
      else if (merged.outcome === 'rejected') result = rejection(merged);
      else {
        result = { outcome: existing ? 'updated' : 'created' };
        return { ...merged.state, ...(reachability && { reachability }) };
      }
      return null;
    };
    await this.writer.write(transaction, account, [{ phone, changedBy, decide }]);
    return result;
  }

  /**
   * A value with a new name adds a column to the account's download, and the number of columns in a file is limited.
   */
  private async refuseColumns(account: AccountRef, { values }: ContactEdit): Promise<ContactEditResult | null> {
    const names = values.filter(({ value }) => value !== null).map(({ name }) => name);
    const max = maxValueNames(this.limits);
    if (names.length === 0 || (await this.valueNames.haveRoom(account, names, max))) return null;
    return { outcome: 'rejected', field: 'values', ...coded('too_many_value_names/edit', { limit: max }) };
  }

  /**
   * Replaces tags and value names by the account's spelling. Registers new ones, except those that are only removed.
   */
  private async spelled(account: AccountRef, edit: ContactEdit): Promise<ContactEdit> {
    const { tags, values } = edit;
    const spelling = await this.spellings.spell(account, [
      ...[...(tags.replace ?? []), ...tags.add].map((name) => ({ kind: 'tag' as const, name })),
      ...values.filter(({ value }) => value !== null).map(({ name }) => ({ kind: 'value' as const, name })),
    ]);
    const spell = (kind: 'tag' | 'value', name: string) => spelling.get(catalogueKey(kind, fold(name))) ?? name;
    const spellTags = (names: string[]) => names.map((name) => spell('tag', name));
    return {
      ...edit,
      tags: { ...tags, replace: tags.replace && spellTags(tags.replace), add: spellTags(tags.add) },
      values: values.map(({ name, value }) => ({ name: spell('value', name), value })),
    };
  }
}

function rejection(reason: Coded): ContactEditResult {
  return { ...reason, outcome: 'rejected', field: reason.code === 'too_many_values' ? 'values' : 'tags' };
}
