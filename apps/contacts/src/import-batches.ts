import { Inject, Injectable } from '@nestjs/common';
import { canonicalise, mergeStatement, refusedAsErased, statementHash, type ContactState } from '#contact-rules';
import type { ChangedBy, Coded, ContactUpserted, Limits, OptOut, Statement } from '#contracts';
import { EventPublisher, type Transaction } from '#messaging';
import {
  AccountsRepository,
  ImportLedgerRepository,
  ImportsRepository,
  type AccountRef,
  type BatchOutcome,
  type KnownContact,
  everyAccountOf,
} from '#persistence';
import { CONFIG, type Config } from '#platform';
import { ContactWriter } from './contact-writer.js';
import { catalogueKey, SpellingsRepository } from './spellings.repository.js';

type RowOutcome = 'created' | 'updated' | 'unchanged' | Coded;
type HashedStatement = Statement & { hash: string };

/**
 * Applies the batches of imports to contacts. The contacts, the events about them and the outcome of the batch are one
 * transaction. So a batch is applied once, however often it is delivered.
 */
@Injectable()
export class ImportBatches {
  private readonly limits: Limits;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly accounts: AccountsRepository,
    private readonly imports: ImportsRepository,
    private readonly spellings: SpellingsRepository,
    private readonly ledger: ImportLedgerRepository,
    private readonly publisher: EventPublisher,
    private readonly writer: ContactWriter,
  ) {
    this.limits = config.limits;
  }

  /** Ignores a batch that has an outcome or was given up, and one of an import that has ended. */
  async apply(event: ContactUpserted): Promise<void> {
    const account = await this.accounts.find(everyAccountOf(event.organisationId), event.accountId);
    if (!account) throw new Error('the organisation has no such account');
    const statements = await this.statements(account, event);
    // Only the first try trusts that they are still absent.
    let absent = new Set(event.rows.filter(({ isNew }) => isNew).map(({ phone }) => phone));
    for (let isDone = false; !isDone;)
      isDone = await this.publisher.transaction((transaction) => {
        const unread = absent;
        absent = new Set();
        return this.applySome(transaction, account, event, statements, unread);
      });
  }

  /**
   * Applies as many rows as fit into one transaction. Usually that is the whole batch.
   * @returns true when nothing is left to do
   */
  private async applySome(
    transaction: Transaction,
    account: AccountRef,
    event: ContactUpserted,
    statements: readonly HashedStatement[],
    absent: ReadonlySet<string>,
  ): Promise<boolean> {
    const { importId, batch, organisationId } = event;
    const { session } = transaction;
    const entry = await this.ledger.findOpen(importId, batch, session);
    if (!entry || (await this.imports.hasEnded(organisationId, importId, session))) return true;

    const { afterPhone, outcome: before } = entry.partial ?? NOTHING;
    const left = afterPhone === '' ? statements : statements.filter(({ phone }) => phone > afterPhone);
    const outcomes = new Map<number, RowOutcome>();
    const orderedBy = left.some(({ optOut }) => optOut === 'all') ? await this.orderedBy(event, session) : undefined;
    const intentions = left.map((statement) => ({
      phone: statement.phone,
      changedBy: { kind: 'import' as const, id: importId, row: statement.row },
      orderedBy,
      statementHash: statement.hash,
      decide: (existing: KnownContact | null, mark?: OptOut) => this.decide(existing, mark, statement, event, outcomes),
    }));
    const { done } = await this.writer.write(transaction, account, intentions, absent);
    const outcome = summarise(before, outcomes);
    if (done < left.length) {
      await this.ledger.advance(importId, batch, { afterPhone: left[done - 1]!.phone, outcome }, session);
      return false;
    }
    // All other rows of the batch state nothing new, also those that were not even sent.
    const unchanged = entry.rows - outcome.created - outcome.updated - outcome.rejected.length;
    await this.ledger.settle(importId, batch, { ...outcome, unchanged }, session);
    return true;
  }

  /** Who ordered the import: in other accounts than its own, a change is not one of its rows. */
  private async orderedBy(
    { importId, organisationId }: ContactUpserted,
    session: Transaction['session'],
  ): Promise<ChangedBy> {
    const record = await this.imports.find(everyAccountOf(organisationId), importId, session);
    if (!record) throw new Error('the organisation has no such import');
    return record.createdBy;
  }

  private decide(
    existing: KnownContact | null,
    mark: OptOut | undefined,
    statement: Statement,
    event: ContactUpserted,
    outcomes: Map<number, RowOutcome>,
  ): ContactState | null {
    const result = refusedAsErased(mark) ?? mergeStatement(existing, statement, event.options, this.limits);
    if (result.outcome === 'rejected') {
      const { outcome: _, ...reason } = result;
      outcomes.set(statement.row, reason);
      return null;
    }
    outcomes.set(statement.row, result.outcome);
    return result.outcome === 'unchanged' ? null : result.state;
  }

  /** The rows by phone, in the account's spelling, each with the hash of what the file says. */
  private async statements(account: AccountRef, { rows, options }: ContactUpserted): Promise<HashedStatement[]> {
    const spelled = await this.spelled(account, rows);
    return spelled
      .map((statement, index) => ({ ...statement, hash: statementHash(rows[index]!, options) }))
      .sort((a, b) => (a.phone < b.phone ? -1 : 1));
  }

  /** Replaces tags and value names by the account's spelling, and registers new ones. */
  private async spelled(account: AccountRef, rows: readonly Statement[]): Promise<Statement[]> {
    const [tagNames, valueNames] = [new Set<string>(), new Set<string>()];
    for (const { tags, values } of rows) {
      for (const tag of tags ?? []) tagNames.add(tag);
      for (const { name, value } of values) if (value !== null) valueNames.add(name);
    }
    const names = [
      ...Array.from(tagNames, (name) => ({ kind: 'tag' as const, name })),
      ...Array.from(valueNames, (name) => ({ kind: 'value' as const, name })),
    ];
    const spelling = await this.spellings.spell(account, names);
    return rows.map((row) => canonicalise(row, (kind, folded) => spelling.get(catalogueKey(kind, folded))));
  }
}

const NOTHING = { afterPhone: '', outcome: { created: 0, updated: 0, unchanged: 0, rejected: [] } };

/** @param before the outcome of rows that an earlier transaction applied */
function summarise(before: BatchOutcome, outcomes: ReadonlyMap<number, RowOutcome>): BatchOutcome {
  const sum: BatchOutcome = { ...before, rejected: [...before.rejected] };
  for (const [row, outcome] of outcomes) {
    if (typeof outcome === 'string') sum[outcome]++;
    else sum.rejected.push({ row, ...outcome });
  }
  return sum;
}
