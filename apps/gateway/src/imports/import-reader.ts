import { Injectable } from '@nestjs/common';
import { isFinished, type Import, type ImportListQuery, type Page } from '#contracts';
import { ImportEffectsRepository, ImportsRepository, ImportTurnsRepository, type ImportRecord } from '#persistence';
import { ProblemError } from '#platform';
import { AccountLookup } from '../accounts/account-lookup.js';
import { importAnswer, mayWait } from './import-answer.js';

/** Reads imports and puts them into the API's shape. */
@Injectable()
export class ImportReader {
  constructor(
    private readonly imports: ImportsRepository,
    private readonly turns: ImportTurnsRepository,
    private readonly accounts: AccountLookup,
    private readonly effects: ImportEffectsRepository,
  ) {}

  async list(organisationId: string, query: ImportListQuery): Promise<Page<Import>> {
    const [found, value] = await Promise.all([
      this.imports.list(organisationId, query),
      this.imports.count(organisationId, query),
    ]);
    const items = found.slice(0, query.limit);
    const next = found.length > query.limit ? items.at(-1)!._id : null;
    return { items: await this.answers(organisationId, items), next, count: { value, exact: true } };
  }

  /** @throws ProblemError `import_not_found` */
  async record(organisationId: string, importId: string): Promise<ImportRecord> {
    const record = await this.imports.find(organisationId, importId);
    if (!record) throw new ProblemError('import_not_found');
    return record;
  }

  /** @throws ProblemError `import_not_found` */
  async read(organisationId: string, importId: string): Promise<Import> {
    return this.answer(await this.record(organisationId, importId));
  }

  async answer(record: ImportRecord): Promise<Import> {
    const [answer] = await this.answers(record.organisationId, [record]);
    return answer!;
  }

  /** Reads each account's queue once. What the campaigns service found out about ended imports is added here. */
  private async answers(organisationId: string, records: readonly ImportRecord[]): Promise<Import[]> {
    const accountIds = new Set(records.filter(mayWait).map(({ accountId }) => accountId));
    const queues = new Map<string, string[]>();
    for (const accountId of accountIds) {
      queues.set(accountId, await this.turns.inOrder(await this.accounts.require(organisationId, accountId)));
    }
    const ended = records.filter(({ status }) => isFinished(status)).map(({ _id }) => _id);
    const effects = await this.effects.ofImports(organisationId, ended);
    return records.map((record) => ({
      ...importAnswer(record, queues.get(record.accountId) ?? []),
      effect: effects.get(record._id) ?? null,
    }));
  }
}
