import { Injectable } from '@nestjs/common';
import { namedPhones } from '#contact-rules';
import type { ContactChange, Erasure, PersonalData } from '#contracts';
import { JobCalls } from '#messaging';
import {
  ContactsRepository,
  OptOutsRepository,
  type AccountRef,
  type AccountScope,
  type ContactRecord,
} from '#persistence';
import { ProblemError } from '#platform';
import { requireEveryAccount, type Principal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { AuditService } from '../audit/audit.service.js';
import { contactAnswer } from '../contacts/contact-answer.js';
import { ContactHistoryService } from '../contacts/contact-history.service.js';
import { outcomeOf } from '../contacts/edit-outcome.js';
import { PersonalCopiesService } from './personal-copies.service.js';

const CHANGES = 200;

/** Shows all that is known of a person, by phone number, and has it erased. */
@Injectable()
export class PersonalDataService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly contacts: ContactsRepository,
    private readonly optOuts: OptOutsRepository,
    private readonly history: ContactHistoryService,
    private readonly audit: AuditService,
    private readonly copies: PersonalCopiesService,
    private readonly calls: JobCalls,
  ) {}

  /**
   * @param text the phone number, as a row may have it
   * @throws ProblemError `contact_not_found`
   */
  async read(scope: AccountScope, text: string): Promise<PersonalData> {
    const { organisationId } = scope;
    const { phone, accounts, contacts } = await this.find(scope, text);
    const history = await this.historyOf(scope, contacts);
    const phones = [...new Set(contacts.map((contact) => contact.phone))];
    const marks = await this.optOuts.all(organisationId, accounts, phones);
    return {
      phone,
      accountIds: contacts.map(({ accountId }) => accountId),
      contacts: contacts.map(contactAnswer),
      history,
      optOuts: marks.map(({ accountId, phone, mark }) => ({ accountId, phone, mark: mark! })),
      audit: await this.audit.about(organisationId, sourcesOf(contacts, history)),
      ...(await this.copies.find(scope, { contacts, accounts, formerNames: namesIn(history) })),
    };
  }

  /**
   * Erases what is known of a person in all accounts. Erased already, it stays so.
   * @param text the phone number, as a row may have it
   * @throws ProblemError `contact_not_found`, `unavailable` …
   */
  async erase(principal: Principal, text: string): Promise<Erasure> {
    requireEveryAccount(principal);
    const { organisationId, kind, id } = principal;
    const { phone, accounts, contacts } = await this.find(principal, text);
    const formerNames = namesIn(await this.historyOf(principal, contacts));
    const copies = await this.copies.find(principal, { contacts, accounts, formerNames }, new Date());
    const phones = [...new Set(contacts.map((contact) => contact.phone))];
    await outcomeOf(this.calls.call('erasures', { organisationId, phones, changedBy: { kind, id } }));
    const after = (await this.find(principal, text)).contacts;
    const erasedAt = after
      .map(({ optOut }) => optOut?.at ?? '')
      .sort()
      .at(-1)!;
    return { phone, erasedAt, accountIds: contacts.map(({ accountId }) => accountId), ...copies };
  }

  private async find(
    scope: AccountScope,
    text: string,
  ): Promise<{ phone: string; accounts: AccountRef[]; contacts: ContactRecord[] }> {
    const { phones } = namedPhones(text);
    const accounts = await this.accounts.list(scope);
    const contacts = await this.contacts.findFirstOfEach(accounts, phones);
    if (contacts.length === 0) throw new ProblemError('contact_not_found/anywhere');
    return { phone: phones.at(-1)!, accounts, contacts };
  }

  private async historyOf(scope: AccountScope, contacts: readonly ContactRecord[]): Promise<PersonalData['history']> {
    const history: PersonalData['history'] = [];
    for (const { accountId, phone } of contacts)
      history.push({ accountId, phone, ...(await this.changesOf(scope, accountId, phone)) });
    return history;
  }

  private async changesOf(scope: AccountScope, accountId: string, phone: string) {
    const changes: ContactChange[] = [];
    for (let after: number | undefined; ;) {
      const page = await this.history.read(scope, accountId, phone, { limit: CHANGES, after });
      changes.push(...page.items);
      if (page.next === null) return { isComplete: page.isComplete, changes };
      after = Number(page.next);
    }
  }
}

/** The names that the contacts had before. */
function namesIn(history: PersonalData['history']): string[] {
  const names = history.flatMap(({ changes }) => changes.map((change) => change.changes?.name?.before));
  return names.filter((name) => typeof name === 'string');
}

/** The imports and orders that wrote the contacts. */
function sourcesOf(contacts: readonly ContactRecord[], history: PersonalData['history']): string[] {
  const changes = history.flatMap((one) => one.changes);
  const makers = [...contacts, ...changes].map(({ changedBy }) => changedBy);
  const ids = [
    ...makers.flatMap(({ kind, id }) => (kind === 'import' ? [id] : [])),
    ...changes.flatMap(({ order }) => (order ? [order.id] : [])),
    ...contacts.flatMap(({ lastImport }) => (lastImport ? [lastImport.id] : [])),
  ];
  return [...new Set(ids)];
}
