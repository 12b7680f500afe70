import { Inject, Injectable } from '@nestjs/common';
import {
  namedPhones,
  parsePhone,
  readEdit,
  tagsSideBySide,
  type EditFault,
  type EditResult,
  type PhoneErrorCode,
} from '#contact-rules';
import {
  coded,
  type Contact,
  type ContactCreate,
  type ContactEdit,
  type ContactEditJob,
  type ContactListQuery,
  type ContactPatch,
  type Count,
  type ListConditions,
  type OptOutRequest,
  type Page,
  type Person,
  type ReachabilityReport,
} from '#contracts';
import { JobCalls } from '#messaging';
import { ContactsRepository, decodeCursor, type AccountRef, type ContactCursor, type AccountScope } from '#persistence';
import { CONFIG, ProblemError, Remembered, type Config } from '#platform';
import { requireEveryAccount, type Principal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { QuotasService } from '../quotas/quotas.service.js';
import { SegmentUseService } from '../segments/segment-use.service.js';
import { contactAnswer } from './contact-answer.js';
import { invalidContact, outcomeOf } from './edit-outcome.js';

type Change = Pick<ContactEditJob, 'phone' | 'edit' | 'reachability' | 'mayCreate' | 'revisions'>;

const NO_EDIT: ContactEdit = { name: null, tags: { replace: null, add: [], remove: [] }, values: [] };

/**
 * Finds contacts and changes single ones. Only the contacts service writes contacts, so a change is sent to it as a job
 * whose result is awaited.
 */
@Injectable()
export class ContactsService {
  private readonly counted = new Remembered<Count>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly contacts: ContactsRepository,
    private readonly accounts: AccountsService,
    private readonly segments: SegmentUseService,
    private readonly quotas: QuotasService,
    private readonly calls: JobCalls,
  ) {}

  /** One page of the contacts that match, and how many match in all. Without an account: of the whole organisation. */
  async list(scope: AccountScope, query: ContactListQuery): Promise<Page<Contact>> {
    const { accountId: asked, segmentId, sort, after, limit, count: countMode, ...own } = query;
    const { accountId, conditions } = await this.segments.narrow(scope, { segmentId, accountId: asked }, own);
    const cursor = after === undefined ? null : readCursor(after, query);
    const accounts =
      accountId === undefined ? await this.accounts.list(scope) : [await this.accounts.require(scope, accountId)];
    const [page, count] = await Promise.all([
      this.contacts.findPage(accounts, conditions, { sort, limit, after: cursor }),
      countMode === 'exact' ? this.countAll(accounts, conditions) : this.contacts.count(accounts, conditions, false),
    ]);
    return { items: page.items.map(contactAnswer), next: page.next, count };
  }

  /** The exact count. For a large account it takes seconds, so it may be from up to a minute ago. */
  private countAll(accounts: readonly AccountRef[], conditions: ListConditions): Promise<Count> {
    const key = JSON.stringify([accounts.map(({ id }) => id), conditions]);
    return this.counted.get(key, () => this.contacts.count(accounts, conditions, true));
  }

  /**
   * @param text the phone number, as a row may have it
   * @throws ProblemError `account_not_found`, `contact_not_found`
   */
  async one(scope: AccountScope, accountId: string, text: string): Promise<Contact> {
    const account = await this.accounts.require(scope, accountId);
    const { phones, code } = namedPhones(text);
    const [record] = await this.contacts.findFirstOfEach([account], phones);
    if (!record) throw new ProblemError('contact_not_found', unreadable(code));
    return contactAnswer(record);
  }

  /**
   * The contacts of all accounts with a phone number.
   * @param text as a row may have it
   * @throws ProblemError `contact_not_found`
   */
  async person(scope: AccountScope, text: string): Promise<Person> {
    const { phones, code } = namedPhones(text);
    const found = await this.contacts.findFirstOfEach(await this.accounts.list(scope), phones);
    if (found.length === 0) throw new ProblemError('contact_not_found/anywhere', unreadable(code));
    return { phone: phones.at(-1)!, contacts: found.map(contactAnswer), tags: tagsSideBySide(found) };
  }

  /**
   * Adds a contact, or updates the one with this phone number. The same rules apply as to a row of an import.
   * @throws ProblemError `invalid_contact`, `no_active_account`, `unavailable` …
   */
  async put(
    principal: Principal,
    accountId: string,
    body: ContactCreate,
  ): Promise<{ contact: Contact; created: boolean }> {
    const phone = parsePhone(body.phone);
    const read = readEdit(body, this.config.limits);
    if (!phone.ok || !read.ok) {
      throw invalidContact([
        ...(phone.ok ? [] : [{ field: 'phone', ...coded(phone.code) }]),
        ...(read.ok ? [] : read.faults),
      ]);
    }
    const named = await this.phoneInUse(principal, accountId, phone);
    const account = await this.accounts.require(principal, accountId);
    if (!(await this.contacts.findOne(account, named)))
      await this.quotas.requireRoomForContacts(principal.organisationId);
    const change = { phone: named, edit: read.edit, mayCreate: true, revisions: null };
    const outcome = await this.carryOut(principal, accountId, change);
    return { contact: await this.one(principal, accountId, named), created: outcome === 'created' };
  }

  /** A Mexican number keeps its 1 where a contact has it from before the 1 was dropped; an import does the same. */
  private async phoneInUse(
    scope: AccountScope,
    accountId: string,
    { phone, written }: { phone: string; written?: string },
  ): Promise<string> {
    if (written === undefined) return phone;
    const account = await this.accounts.require(scope, accountId);
    return (await this.contacts.findOne(account, written)) ? written : phone;
  }

  /**
   * Changes an existing contact.
   * @param revisions the revisions it may have (`If-Match`); null means any
   * @throws ProblemError `contact_not_found`, `revision_mismatch`, `invalid_contact`, `no_active_account`,
   * `unavailable` …
   */
  async patch(
    principal: Principal,
    accountId: string,
    text: string,
    body: ContactPatch,
    revisions: number[] | null,
  ): Promise<Contact> {
    // First of all, so that a missing contact is answered with 404 even if the body is invalid too.
    const { phone } = await this.one(principal, accountId, text);
    const edit = editOf(readEdit(body, this.config.limits));
    await this.carryOut(principal, accountId, { phone, edit, mayCreate: false, revisions });
    return this.one(principal, accountId, phone);
  }

  /**
   * Stores whether a sender could reach a contact's number. Works for inactive accounts too, since it reports a fact.
   * @throws ProblemError `contact_not_found`, `unavailable` …
   */
  async report(principal: Principal, accountId: string, text: string, report: ReachabilityReport): Promise<Contact> {
    const { phone } = await this.one(principal, accountId, text);
    const change = { phone, edit: NO_EDIT, reachability: report, mayCreate: false, revisions: null };
    await this.ask(principal, accountId, change);
    return this.one(principal, accountId, phone);
  }

  /**
   * Marks a contact as "do not contact", or takes the mark off (null): from all accounts, if it is for all. A mark
   * that is as wide already stays as it is. Works for inactive accounts too.
   * @throws ProblemError `contact_not_found`, `not_allowed` for all accounts by somebody who may see only some,
   * `unavailable` …
   */
  async mark(principal: Principal, accountId: string, text: string, request: OptOutRequest | null): Promise<Contact> {
    const { organisationId, kind, id } = principal;
    const { phone } = await this.one(principal, accountId, text);
    if (request?.scope === 'organisation') requireEveryAccount(principal);
    const mark = request && { scope: request.scope, reason: request.reason ?? null };
    const job = { organisationId, accountId, phone, mark, changedBy: { kind, id } };
    await outcomeOf(this.calls.call('opt-outs', job));
    return this.one(principal, accountId, phone);
  }

  private async carryOut(principal: Principal, accountId: string, change: Change) {
    await this.accounts.requireActive(principal, accountId);
    return this.ask(principal, accountId, change);
  }

  private ask(
    { organisationId, kind, id }: Principal,
    accountId: string,
    change: Change,
  ): Promise<'created' | 'updated' | 'unchanged'> {
    const job: ContactEditJob = { organisationId, accountId, ...change, changedBy: { kind, id } };
    return outcomeOf(this.calls.call('contact-edits', job));
  }
}

function readCursor(after: string, { sort }: ContactListQuery): ContactCursor {
  const cursor = decodeCursor(after, sort);
  if (cursor) return cursor;
  throw new ProblemError('invalid_cursor/sort');
}

/** Says why a text is no phone number. */
function unreadable(code: PhoneErrorCode | undefined): { errors?: EditFault[] } {
  return code === undefined ? {} : { errors: [{ field: 'phone', ...coded(code) }] };
}

function editOf(result: EditResult) {
  if (result.ok) return result.edit;
  throw invalidContact(result.faults);
}
