import { Inject, Injectable } from '@nestjs/common';
import type { Page, PersonalCopy } from '#contracts';
import {
  CampaignsRepository,
  DeadLettersRepository,
  FrozenAudiencesRepository,
  ImportEffectsRepository,
  ImportsRepository,
  OrdersRepository,
  OutboxRepository,
  SegmentsRepository,
  UploadsRepository,
  WebhookMessagesRepository,
  WebhooksRepository,
  type AccountScope,
  type ContactRecord,
} from '#persistence';
import { CONFIG, type Config } from '#platform';
import { PersonalTexts, type KnownPerson, type Written } from './personal-texts.js';

const PAGE = 200;
/** More than an account has imports in the time for which their files are kept, unless it has one every two hours. */
const MOST = 1_000;
/** A payload is an eighth of a megabyte, so these take a few seconds. In a product that keeps up, hardly any wait. */
const MOST_EVENTS = 500;
const DAY_MS = 24 * 60 * 60 * 1000;

type Copies = { copies: PersonalCopy[]; copiesComplete: boolean };
type Lister<T> = (page: { limit: number; after: string | undefined }) => Promise<T[]>;
type KeepSetting =
  | 'KEEP_IMPORT_FILES_DAYS'
  | 'KEEP_IMPORTS_DAYS'
  | 'KEEP_ORDERS_DAYS'
  | 'KEEP_DEAD_LETTERS_DAYS'
  | 'KEEP_WEBHOOK_MESSAGES_DAYS';

/**
 * Finds what may have data of a person besides the contacts, and when it is removed: files, which it does not read; lists,
 * events and messages, which it searches for the number; texts that somebody wrote.
 */
@Injectable()
export class PersonalCopiesService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly texts: PersonalTexts,
    private readonly imports: ImportsRepository,
    private readonly effects: ImportEffectsRepository,
    private readonly orders: OrdersRepository,
    private readonly uploads: UploadsRepository,
    private readonly campaigns: CampaignsRepository,
    private readonly frozen: FrozenAudiencesRepository,
    private readonly segments: SegmentsRepository,
    private readonly outbox: OutboxRepository,
    private readonly deadLetters: DeadLettersRepository,
    private readonly webhooks: WebhooksRepository,
    private readonly messages: WebhookMessagesRepository,
  ) {}

  /** @param erasedAt when the person is being erased: frozen audiences lose the number then */
  async find(scope: AccountScope, person: KnownPerson, erasedAt: Date | null = null): Promise<Copies> {
    const lists = [await this.ofOrganisation(scope, person)];
    for (const contact of person.contacts) {
      lists.push(await this.importsOf(scope, person, contact));
      lists.push(await this.ordersOf(scope, person, contact));
      lists.push(await this.campaignsOf(scope, person, contact, erasedAt));
      lists.push(await this.eventsAbout(contact));
    }
    return {
      copies: together(lists.flatMap(({ copies }) => copies)),
      copiesComplete: lists.every(({ copiesComplete }) => copiesComplete),
    };
  }

  private async importsOf(scope: AccountScope, person: KnownPerson, { accountId }: ContactRecord): Promise<Copies> {
    const { items, isAll } = await listed((page) => this.imports.list(scope, { accountId, ...page }));
    const withLetters = await this.deadLetters.importsWithLetters(items.map(({ _id }) => _id));
    const copies: PersonalCopy[] = [];
    for (const { _id: id, fileName, filesRemovedAt, finishedAt, updatedAt } of items) {
      const end = (setting: KeepSetting) => (finishedAt && !withLetters.has(id) ? this.end(updatedAt, setting) : null);
      if (!filesRemovedAt) copies.push({ kind: 'import', id, accountId, until: end('KEEP_IMPORT_FILES_DAYS') });
      if (await this.texts.name(person, { title: fileName }))
        copies.push({ kind: 'import', id, accountId, until: end('KEEP_IMPORTS_DAYS') });
    }
    return { copies, copiesComplete: isAll };
  }

  private async ordersOf(scope: AccountScope, person: KnownPerson, { accountId }: ContactRecord): Promise<Copies> {
    const exports = await listed((page) => this.orders.list('exports', scope, { accountId, ...page }));
    const changes = await listed((page) => this.orders.list('tag-changes', scope, { accountId, ...page }));
    const copies: PersonalCopy[] = [];
    for (const { _id: id, expiresAt, finishedAt, updatedAt, filter } of exports.items) {
      const until = finishedAt && (expiresAt?.toISOString() ?? this.end(updatedAt, 'KEEP_ORDERS_DAYS'));
      const hasFile = !finishedAt || (expiresAt !== null && expiresAt > new Date());
      if (hasFile || (await this.texts.name(person, { conditions: filter })))
        copies.push({ kind: 'export', id, accountId, until });
    }
    for (const { _id: id, finishedAt, updatedAt, filter } of changes.items)
      if (await this.texts.name(person, { conditions: filter })) {
        const until = finishedAt && this.end(updatedAt, 'KEEP_ORDERS_DAYS');
        copies.push({ kind: 'tag_change', id, accountId, until });
      }
    return { copies, copiesComplete: exports.isAll && changes.isAll };
  }

  private async campaignsOf(
    scope: AccountScope,
    person: KnownPerson,
    { accountId, phone, optOut }: ContactRecord,
    erasedAt: Date | null,
  ): Promise<Copies> {
    const { items, isAll } = await listed((page) => this.campaigns.list(scope, { accountId, ...page }));
    const copies: PersonalCopy[] = [];
    const named: string[] = [];
    for (const { _id: id, freezeId, name: title, segment: conditions } of items) {
      // Who was erased before is not erased from them again.
      const until = optOut?.erased ? null : (erasedAt?.toISOString() ?? null);
      if (freezeId && (await this.frozen.has(freezeId, phone))) copies.push({ kind: 'campaign', id, accountId, until });
      if (!(await this.texts.name(person, { title, conditions }))) continue;
      copies.push({ kind: 'campaign', id, accountId, until: null });
      named.push(id);
    }
    const account = person.accounts.find(({ id }) => id === accountId)!;
    for (const id of await this.effects.importsThatCounted(account, named)) {
      const record = await this.imports.find(scope, id);
      const until = (record?.finishedAt && this.end(record.updatedAt, 'KEEP_IMPORTS_DAYS')) ?? null;
      copies.push({ kind: 'import', id, accountId, until });
    }
    return { copies, copiesComplete: isAll };
  }

  private async eventsAbout({ accountId, phone }: ContactRecord): Promise<Copies> {
    const { ids, isAll } = await this.outbox.withPhones(accountId, [phone], MOST_EVENTS);
    return { copies: ids.map((id) => ({ kind: 'event', id, accountId, until: null })), copiesComplete: isAll };
  }

  private async ofOrganisation(scope: AccountScope, person: KnownPerson): Promise<Copies> {
    const { organisationId } = scope;
    const phones = person.contacts.map(({ phone }) => phone);
    const margin = this.config.OBJECT_MARGIN_SECONDS * 1000;
    const copies: PersonalCopy[] = [];
    const open = await this.uploads.listOpen(organisationId, new Date(Date.now() - margin));
    for (const { _id: id, accountId, createdAt } of open) {
      const until = new Date(createdAt.getTime() + margin).toISOString();
      copies.push({ kind: 'upload', id, accountId, until });
    }
    // Also into accounts where the person is no contact yet.
    const imports = await listed((page) => this.imports.list(scope, { status: 'open', ...page }));
    for (const { _id: id, accountId } of imports.items) copies.push({ kind: 'import', id, accountId, until: null });
    const segments = await listed((page) => this.segments.list(scope, page));
    for (const { _id: id, accountId, name: title, conditions } of segments.items) {
      const written: Written = { title, conditions };
      if (await this.texts.name(person, written)) copies.push({ kind: 'segment', id, accountId, until: null });
    }
    const letters = await this.deadLetters.withPhones(organisationId, phones, MOST);
    for (const { _id: id, failedAt } of letters)
      copies.push({ kind: 'dead_letter', id, accountId: null, until: this.end(failedAt, 'KEEP_DEAD_LETTERS_DAYS') });
    const webhooks = await listed((page) => this.webhooks.list(organisationId, page));
    for (const { _id: id } of webhooks.items) {
      const found = await this.messages.withPhones({ organisationId, webhookId: id }, phones);
      if (found.length > 0) copies.push({ kind: 'webhook', id, accountId: null, until: this.endOf(found) });
    }
    const isAll = imports.isAll && segments.isAll && webhooks.isAll && letters.length < MOST;
    return { copies, copiesComplete: isAll };
  }

  /** A message that waits is delivered or given up first, and nobody knows when. */
  private endOf(messages: { state: string; givenUpAt: Date | null }[]): string | null {
    if (messages.some(({ state }) => state === 'waiting')) return null;
    const last = Math.max(...messages.map(({ givenUpAt }) => givenUpAt?.getTime() ?? Date.now()));
    return this.end(new Date(last), 'KEEP_WEBHOOK_MESSAGES_DAYS');
  }

  private end(from: Date, setting: KeepSetting): string | null {
    const days = this.config[setting];
    return days > 0 ? new Date(from.getTime() + days * DAY_MS).toISOString() : null;
  }
}

/** Each thing once, until the last of what it has is removed. */
function together(copies: readonly PersonalCopy[]): PersonalCopy[] {
  const found = new Map<string, PersonalCopy>();
  for (const copy of copies) {
    const key = `${copy.kind} ${copy.id}`;
    const known = found.get(key) ?? copy;
    const until = known.until && copy.until && (known.until > copy.until ? known.until : copy.until);
    found.set(key, { ...known, until });
  }
  return [...found.values()];
}

/** The newest of a list, or the oldest, page after page. */
async function listed<T extends { _id: string }>(
  list: Lister<T>,
): Promise<Pick<Page<T>, 'items'> & { isAll: boolean }> {
  const items: T[] = [];
  for (let after: string | undefined; items.length < MOST;) {
    const found = await list({ limit: PAGE, after });
    items.push(...found.slice(0, PAGE));
    if (found.length <= PAGE) return { items, isAll: true };
    after = items.at(-1)!._id;
  }
  return { items, isAll: false };
}
