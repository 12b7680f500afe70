import { Injectable } from '@nestjs/common';
import { guardCell, undoChanges } from '#contact-rules';
import { conditionsSchema, type ChangedBy, type UndoForecast, type UndoTarget } from '#contracts';
import {
  ContactChangesRepository,
  ContactsRepository,
  type AccountRef,
  type ChangesOfContact,
  type KnownContact,
  type AccountScope,
} from '#persistence';
import Papa from 'papaparse';
import type { Downloading } from '../audit/downloading.js';
import { UndoTargetService } from './undo-target.service.js';

/**
 * So many contacts are looked at while somebody waits. Whether one stays is decided by its present revision beside its kept
 * changes. They are in two collections, so no index counts all of them.
 */
const LOOKED_AT = 20_000;
/** So many of the contacts that would stay are shown. */
const SHOWN = 20;

type Verdict = { outcome: 'restored' | 'takenBack' } | { outcome: 'kept'; contact: KnownContact };

/** Says what an undo would do now, by the rule by which it is carried out. */
@Injectable()
export class UndoForecastService {
  constructor(
    private readonly targets: UndoTargetService,
    private readonly contacts: ContactsRepository,
    private readonly changes: ContactChangesRepository,
  ) {}

  /** @throws ProblemError as {@link UndoTargetService.require} */
  async forecast(scope: AccountScope, of: UndoTarget): Promise<UndoForecast> {
    const { account } = await this.targets.require(scope, of);
    const forecast: UndoForecast = { restored: 0, takenBack: 0, kept: 0, exact: true, keptContacts: [] };
    let looked = 0;
    for await (const verdict of this.verdicts(account, of)) {
      if (looked++ === LOOKED_AT) return { ...forecast, exact: false };
      forecast[verdict.outcome]++;
      if (verdict.outcome === 'kept' && forecast.keptContacts.length < SHOWN) {
        const { phone, name, updatedAt, changedBy } = verdict.contact;
        forecast.keptContacts.push({ phone, name, at: updatedAt.toISOString(), changedBy });
      }
    }
    return forecast;
  }

  /**
   * The lines of a CSV of all contacts that would stay as they are.
   * @throws ProblemError as {@link UndoTargetService.require}
   */
  async keptAsCsv(scope: AccountScope, of: UndoTarget, downloading: Downloading): Promise<AsyncGenerator<string>> {
    const { account } = await this.targets.require(scope, of);
    downloading({ filter: of, count: 0 });
    return this.csv(account, of, downloading);
  }

  private async *csv(account: AccountRef, of: UndoTarget, downloading: Downloading): AsyncGenerator<string> {
    let count = 0;
    yield '\uFEFFid,name,changed_at,changed_by\r\n';
    for await (const verdict of this.verdicts(account, of)) {
      if (verdict.outcome !== 'kept') continue;
      downloading({ filter: of, count: ++count });
      const { phone, name, updatedAt, changedBy } = verdict.contact;
      const cells = [phone, name, updatedAt.toISOString(), authorOf(changedBy)];
      // A spreadsheet must not run a name as a formula.
      yield `${Papa.unparse([cells.map(guardCell)], { quotes: true })}\r\n`;
    }
  }

  private async *verdicts(account: AccountRef, { kind, id }: UndoTarget): AsyncGenerator<Verdict> {
    if (kind === 'import') {
      const ofImport = { ...conditionsSchema.parse({}), import: id };
      for await (const batch of this.contacts.scan(account, ofImport, ['rev']))
        for (const { rev } of batch) if (rev === 1) yield { outcome: 'takenBack' };
    }
    for await (const batch of this.changes.ofOrder(account, id, '', null)) {
      const changes = new Map(batch.map((changed) => [changed.phone, changed]));
      for await (const contacts of this.contacts.readByPhones(account, [...changes.keys()]))
        for (const contact of contacts) yield verdictOn(contact, changes.get(contact.phone)!);
    }
  }
}

function verdictOn(contact: KnownContact, changes: ChangesOfContact): Verdict {
  const { outcome } = undoChanges(contact, changes);
  return outcome === 'kept' ? { outcome, contact } : { outcome };
}

function authorOf(changedBy: ChangedBy): string {
  return changedBy.kind === 'import'
    ? `import ${changedBy.id} row ${changedBy.row}`
    : `${changedBy.kind} ${changedBy.id}`;
}
