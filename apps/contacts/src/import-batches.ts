import { Inject, Injectable } from '@nestjs/common';
import { canonicalise, mergeStatement, statementHash, type ContactState } from '#contact-rules';
import type { Coded, ContactUpserted, Limits, Statement } from '#contracts';
import {
  AccountsRepository,
  ImportLedgerRepository,
  type AccountRef,
  type BatchOutcome,
  type KnownContact,
} from '#persistence';
import { CONFIG, type Config } from '#platform';
import { ContactWriter, type Intention } from './contact-writer.js';
import { catalogueKey, SpellingsRepository } from './spellings.repository.js';

type RowOutcome = 'created' | 'updated' | 'unchanged' | Coded;

/**
 * Applies the batches of imports to contacts. Idempotent: a repeated batch gives the same contacts and the same counts.
 */
@Injectable()
export class ImportBatches {
  private readonly limits: Limits;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly accounts: AccountsRepository,
    private readonly spellings: SpellingsRepository,
    private readonly ledger: ImportLedgerRepository,
    private readonly writer: ContactWriter,
  ) {
    this.limits = config.limits;
  }

  /**
   * Merges a batch, publishes the changes, and only then stores the outcome. So an outcome guarantees that nothing of
   * the batch is missing. A batch that already has an outcome is ignored.
   */
  async apply(event: ContactUpserted): Promise<void> {
    const [entry, account] = await Promise.all([
      this.ledger.find(event.importId, event.batch),
      this.accounts.find(event.organisationId, event.accountId),
    ]);
    if (entry?.outcome) return;
    if (!account) throw new Error('the organisation has no such account');

    const { changed, outcomes } = await this.merge(account, event);
    await this.writer.announce(account, changed);
    await this.ledger.settle(event.importId, event.batch, summarise(outcomes, event.unchanged));
  }

  private async merge(account: AccountRef, event: ContactUpserted) {
    const outcomes = new Map<number, RowOutcome>();
    const hashes = new Map(event.rows.map((row) => [row.phone, statementHash(row, event.options)]));
    const absent = new Set(event.rows.filter(({ isNew }) => isNew).map(({ phone }) => phone));
    const statements = await this.spelled(account, event.rows);
    const appliedBefore = new Map<string, KnownContact>();
    const intentions = statements.map((statement): Intention => ({
      phone: statement.phone,
      changedBy: { kind: 'import', id: event.importId, row: statement.row },
      statementHash: hashes.get(statement.phone),
      decide: (existing) => {
        appliedBefore.delete(statement.phone);
        const earlier = existing?.lastImport;
        if (existing && earlier?.id === event.importId && earlier.row === statement.row) {
          // This row was applied before, so the batch is a retry. The row counts as it did then, and is published
          // again.
          outcomes.set(statement.row, earlier.outcome);
          appliedBefore.set(statement.phone, existing);
          return null;
        }
        return this.decide(existing, statement, event, outcomes);
      },
    }));
    const written = await this.writer.write(account, intentions, absent);
    return { changed: [...written, ...appliedBefore.values()], outcomes };
  }

  private decide(
    existing: KnownContact | null,
    statement: Statement,
    event: ContactUpserted,
    outcomes: Map<number, RowOutcome>,
  ): ContactState | null {
    const result = mergeStatement(existing, statement, event.options, this.limits);
    if (result.outcome === 'rejected') {
      const { outcome: _, ...reason } = result;
      outcomes.set(statement.row, reason);
      return null;
    }
    outcomes.set(statement.row, result.outcome);
    return result.outcome === 'unchanged' ? null : result.state;
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

/** @param unchanged the number of rows that were not sent because they state nothing new */
function summarise(outcomes: ReadonlyMap<number, RowOutcome>, unchanged: number): BatchOutcome {
  const sum: BatchOutcome = { created: 0, updated: 0, unchanged, rejected: [] };
  for (const [row, outcome] of outcomes) {
    if (typeof outcome === 'string') sum[outcome]++;
    else sum.rejected.push({ row, ...outcome });
  }
  return sum;
}
