import { Inject, Injectable } from '@nestjs/common';
import type {
  JobAnswer,
  JobPayload,
  NewWebhook,
  Page,
  PageQuery,
  Webhook,
  WebhookAttempt,
  WebhookCreate,
  WebhookMessage,
  WebhookMessagesQuery,
  WebhookPatch,
  WebhookRetry,
} from '#contracts';
import { JobCalls, NoAnswerError } from '#messaging';
import { WebhookMessagesRepository, WebhooksRepository, type WebhookRecord } from '#persistence';
import { CONFIG, ProblemError, WebhookSecrets, type Config } from '#platform';
import { v7 as newId } from 'uuid';
import type { Commit } from '../audit/commit.js';
import { pageAnswer } from '../http/page-answer.js';
import { JobsService } from '../jobs/jobs.service.js';
import { requireAllowedUrl } from './allowed-url.js';
import { messageAnswer, webhookAnswer } from './webhook-answer.js';

const MAX_WEBHOOKS = 10;
const FRESH = { outages: 0, retryAt: null, failingSince: null };

/** Manages the webhooks of organisations. The webhooks service (`apps/webhooks`) posts to them. */
@Injectable()
export class WebhooksService {
  private readonly secrets: WebhookSecrets;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly webhooks: WebhooksRepository,
    private readonly messages: WebhookMessagesRepository,
    private readonly jobs: JobsService,
    private readonly calls: JobCalls,
  ) {
    this.secrets = new WebhookSecrets(config);
  }

  async list(organisationId: string, query: PageQuery): Promise<Page<Webhook>> {
    const [found, value] = await Promise.all([
      this.webhooks.list(organisationId, query),
      this.webhooks.count(organisationId),
    ]);
    const page = pageAnswer(found, query.limit, value, (record) => record);
    return { ...page, items: await Promise.all(page.items.map((record) => this.answer(record))) };
  }

  /** @throws ProblemError `webhook_not_found` */
  async read(organisationId: string, webhookId: string): Promise<Webhook> {
    return this.answer(await this.record(organisationId, webhookId));
  }

  /**
   * The webhook is notified of everything that happens after the answer.
   * @returns the webhook with its secret, which is shown only this once
   * @throws ProblemError `invalid_request`, `too_many_webhooks`, `not_configured`
   */
  async create(
    organisationId: string,
    { url, events, description }: WebhookCreate,
    commit: Commit,
  ): Promise<NewWebhook> {
    requireAllowedUrl(url, this.config);
    if ((await this.webhooks.count(organisationId)) >= MAX_WEBHOOKS)
      throw new ProblemError('too_many_webhooks', { with: { limit: MAX_WEBHOOKS } });
    const _id = newId();
    const secret = this.secrets.make({ _id, organisationId });
    if (!secret) throw new ProblemError('not_configured/encryption');
    const record: WebhookRecord = {
      _id,
      organisationId,
      url,
      events,
      description,
      active: true,
      secret: secret.stored,
      createdAt: new Date(),
      ...FRESH,
      attempts: [],
    };
    await commit((session) => this.webhooks.insert(record, session));
    return { ...webhookAnswer(record, { waiting: 0, givenUp: 0 }), secret: secret.shown };
  }

  /**
   * A webhook that is activated or gets another URL is tried at once, even if it failed before.
   * @throws ProblemError `webhook_not_found`, `invalid_request`
   */
  async change(organisationId: string, webhookId: string, patch: WebhookPatch, commit: Commit): Promise<Webhook> {
    const { url, events, description, active } = patch;
    await this.record(organisationId, webhookId);
    if (url !== undefined) requireAllowedUrl(url, this.config);
    const change = {
      ...(url !== undefined && { url, ...FRESH }),
      ...(events !== undefined && { events }),
      ...(description !== undefined && { description }),
      ...(active !== undefined && { active, ...FRESH }),
    };
    const changed = await commit(async (session) => {
      const record = await this.webhooks.change(organisationId, webhookId, change, session);
      if (!record) throw notFound();
      return record;
    });
    await this.start(organisationId, webhookId);
    return this.answer(changed);
  }

  /**
   * Removes the webhook and its waiting messages.
   * @throws ProblemError `webhook_not_found`
   */
  async remove(organisationId: string, webhookId: string, commit: Commit): Promise<void> {
    await commit(async (session) => {
      if (!(await this.webhooks.remove(organisationId, webhookId, session))) throw notFound();
    });
    await this.start(organisationId, webhookId);
  }

  /** @throws ProblemError `webhook_not_found`, `unavailable` */
  async ping(organisationId: string, webhookId: string): Promise<WebhookAttempt> {
    await this.record(organisationId, webhookId);
    const result = await this.call('webhook-pings', { organisationId, webhookId });
    if (result.outcome === 'not_found') throw notFound();
    if (result.outcome === 'failed') throw new ProblemError('internal_error/ping');
    return result.attempt;
  }

  /** @throws ProblemError `webhook_not_found` */
  async listMessages(
    organisationId: string,
    webhookId: string,
    query: WebhookMessagesQuery,
  ): Promise<Page<WebhookMessage>> {
    await this.record(organisationId, webhookId);
    const [found, value] = await Promise.all([
      this.messages.list({ organisationId, webhookId }, query),
      this.messages.count({ organisationId, webhookId }, query.state),
    ]);
    return pageAnswer(found, query.limit, value, messageAnswer);
  }

  /** @throws ProblemError `webhook_not_found`, `unavailable` */
  async retry(organisationId: string, webhookId: string): Promise<WebhookRetry> {
    await this.record(organisationId, webhookId);
    const result = await this.call('webhook-retries', { organisationId, webhookId });
    if (result.outcome === 'not_found') throw notFound();
    if (result.outcome === 'failed') throw new ProblemError('internal_error');
    return { messages: result.messages };
  }

  /** Has the webhooks service do something and waits for its answer. */
  private call<Q extends 'webhook-pings' | 'webhook-retries'>(queue: Q, payload: JobPayload<Q>): Promise<JobAnswer<Q>> {
    return this.calls.call(queue, payload).catch((error: unknown) => {
      if (!(error instanceof NoAnswerError)) throw error;
      throw new ProblemError('unavailable/webhooks', { cause: error });
    });
  }

  private start(organisationId: string, webhookId: string): Promise<void> {
    return this.jobs.start('webhook-messages', { organisationId, webhookId });
  }

  private async answer(record: WebhookRecord): Promise<Webhook> {
    const ofWebhook = { organisationId: record.organisationId, webhookId: record._id };
    const [waiting, givenUp] = await Promise.all([
      this.messages.count(ofWebhook, 'waiting'),
      this.messages.count(ofWebhook, 'given_up'),
    ]);
    return webhookAnswer(record, { waiting, givenUp });
  }

  private async record(organisationId: string, webhookId: string): Promise<WebhookRecord> {
    const record = await this.webhooks.find(organisationId, webhookId);
    if (!record) throw notFound();
    return record;
  }
}

function notFound(): ProblemError {
  return new ProblemError('webhook_not_found');
}
