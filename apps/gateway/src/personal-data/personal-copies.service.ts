import { Inject, Injectable } from '@nestjs/common';
import type { Page, PersonalCopy } from '#contracts';
import {
  CampaignsRepository,
  DeadLettersRepository,
  FrozenAudiencesRepository,
  ImportsRepository,
  OrdersRepository,
  UploadsRepository,
  WebhookMessagesRepository,
  WebhooksRepository,
  type AccountScope,
  type ContactRecord,
} from '#persistence';
import { CONFIG, type Config } from '#platform';

const PAGE = 200;
/** More than an account has imports in the time for which their files are kept, unless it has one every two hours. */
const MOST = 1_000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Far more phones than begin with all digits of another one but the last. */
const NEIGHBOURS = 1_000;

type Copies = { copies: PersonalCopy[]; copiesComplete: boolean };
type Lister<T> = (page: { limit: number; after: string | undefined }) => Promise<T[]>;

/** Finds what may have data of a person besides the contacts, and when it is removed. It reads no files. */
@Injectable()
export class PersonalCopiesService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly imports: ImportsRepository,
    private readonly orders: OrdersRepository,
    private readonly uploads: UploadsRepository,
    private readonly campaigns: CampaignsRepository,
    private readonly frozen: FrozenAudiencesRepository,
    private readonly deadLetters: DeadLettersRepository,
    private readonly webhooks: WebhooksRepository,
    private readonly messages: WebhookMessagesRepository,
  ) {}

  /** @param contacts those with the person's number, in the accounts that are looked at */
  async find(scope: AccountScope, contacts: readonly ContactRecord[]): Promise<Copies> {
    const lists = [await this.ofOrganisation(scope)];
    for (const contact of contacts) lists.push(await this.ofAccount(scope, contact));
    return {
      copies: lists.flatMap(({ copies }) => copies),
      copiesComplete: lists.every(({ copiesComplete }) => copiesComplete),
    };
  }

  private async ofAccount(scope: AccountScope, { accountId, phone }: ContactRecord): Promise<Copies> {
    const imports = await listed((page) => this.imports.list(scope, { accountId, ...page }));
    const exports = await listed((page) => this.orders.list('exports', scope, { accountId, ...page }));
    const campaigns = await listed((page) => this.campaigns.list(scope, { accountId, ...page }));
    const copies: PersonalCopy[] = [];
    for (const { _id: id, filesRemovedAt, finishedAt, updatedAt } of imports.items)
      if (!filesRemovedAt)
        copies.push({
          kind: 'import',
          id,
          accountId,
          until: finishedAt && this.end(updatedAt, 'KEEP_IMPORT_FILES_DAYS'),
        });
    for (const { _id: id, expiresAt, finishedAt } of exports.items)
      if (!finishedAt || (expiresAt && expiresAt > new Date()))
        copies.push({ kind: 'export', id, accountId, until: expiresAt?.toISOString() ?? null });
    for (const { _id: id, freezeId } of campaigns.items)
      if (freezeId && (await this.frozen.page(freezeId, phone.slice(0, -1), NEIGHBOURS)).includes(phone))
        copies.push({ kind: 'campaign', id, accountId, until: null });
    return { copies, copiesComplete: imports.isAll && exports.isAll && campaigns.isAll };
  }

  private async ofOrganisation({ organisationId }: AccountScope): Promise<Copies> {
    const margin = this.config.OBJECT_MARGIN_SECONDS * 1000;
    const copies: PersonalCopy[] = [];
    for (const { _id: id, accountId, createdAt } of await this.uploads.listOpen(
      organisationId,
      new Date(Date.now() - margin),
    ))
      copies.push({
        ...{ kind: 'upload', id, accountId },
        until: new Date(createdAt.getTime() + margin).toISOString(),
      });
    const letters = await listed((page) => this.deadLetters.list([organisationId], page));
    for (const { _id: id, event, failedAt } of letters.items)
      if (event === 'ContactChanged')
        copies.push({ kind: 'dead_letter', id, accountId: null, until: this.end(failedAt, 'KEEP_DEAD_LETTERS_DAYS') });
    const webhooks = await listed((page) => this.webhooks.list(organisationId, page));
    for (const { _id: id } of webhooks.items) {
      const of = { organisationId, webhookId: id };
      if ((await this.messages.count(of, 'waiting')) + (await this.messages.count(of, 'given_up')) > 0)
        copies.push({
          kind: 'webhook',
          id,
          accountId: null,
          until: this.end(new Date(), 'KEEP_WEBHOOK_MESSAGES_DAYS'),
        });
    }
    return { copies, copiesComplete: letters.isAll && webhooks.isAll };
  }

  private end(
    from: Date,
    setting: 'KEEP_IMPORT_FILES_DAYS' | 'KEEP_DEAD_LETTERS_DAYS' | 'KEEP_WEBHOOK_MESSAGES_DAYS',
  ): string | null {
    const days = this.config[setting];
    return days > 0 ? new Date(from.getTime() + days * DAY_MS).toISOString() : null;
  }
}

/** The newest of a list, page after page. */
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
