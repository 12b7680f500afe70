import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  newWebhookSchema,
  pageQuerySchema,
  webhookAttemptSchema,
  webhookCreateSchema,
  webhookMessagePageSchema,
  webhookMessagesQuerySchema,
  webhookPageSchema,
  webhookPatchSchema,
  webhookRetrySchema,
  webhookSchema,
  type NewWebhook,
  type Page,
  type PageQuery,
  type Webhook,
  type WebhookAttempt,
  type WebhookCreate,
  type WebhookMessage,
  type WebhookMessagesQuery,
  type WebhookPatch,
  type WebhookRetry,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { created, noContent } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { WebhooksService } from './webhooks.service.js';

@ApiTags('events')
@Controller('webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: WebhooksService) {}

  @Route('GET', '', {
    role: 'admin',
    scope: 'admin',
    summary: 'List webhooks',
    description: 'Oldest first, each with its last attempts.',
    query: pageQuerySchema,
    answer: webhookPageSchema,
  })
  listWebhooks(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery() query: PageQuery,
  ): Promise<Page<Webhook>> {
    return this.webhooks.list(organisationId, query);
  }

  @Route('POST', '', {
    role: 'admin',
    scope: 'admin',
    audit: 'webhook.created',
    summary: 'Make a webhook',
    description:
      'From the answer on, the events it asks for are posted there, as `{type, timestamp, data}`, signed as the Standard Webhooks specification has it. The answer shows the secret, this once. A message may come more than once, with the same `webhook-id`, and in any order: contacts carry their `revision`. What is not answered with 2xx in time is tried again with growing waits, and given up in the end; 429 and 503 may say in `Retry-After` when to come again, and 410 switches the webhook off. Redirects are not followed.',
    body: webhookCreateSchema,
    answer: created(newWebhookSchema, 'Where the webhook is from now on.'),
    problems: ['too_many_webhooks', 'not_configured'],
  })
  createWebhook(
    @CurrentPrincipal() { organisationId }: Principal,
    @JsonBody() body: WebhookCreate,
    @Committing() commit: Commit,
  ): Promise<NewWebhook> {
    return this.webhooks.create(organisationId, body, commit);
  }

  @Route('GET', ':id', {
    role: 'admin',
    scope: 'admin',
    summary: 'Read one webhook',
    answer: webhookSchema,
    problems: ['webhook_not_found'],
  })
  readWebhook(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<Webhook> {
    return this.webhooks.read(organisationId, id);
  }

  @Route('PATCH', ':id', {
    role: 'admin',
    scope: 'admin',
    audit: 'webhook.changed',
    summary: 'Change a webhook',
    description:
      'What is left out stays. While it is not active, it misses what happens; what waited for it still waits. Switched on again, or with another address, it is tried at once.',
    body: webhookPatchSchema,
    answer: webhookSchema,
    problems: ['webhook_not_found'],
  })
  changeWebhook(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @JsonBody() body: WebhookPatch,
    @Committing() commit: Commit,
  ): Promise<Webhook> {
    return this.webhooks.change(organisationId, id, body, commit);
  }

  @Route('DELETE', ':id', {
    role: 'admin',
    scope: 'admin',
    audit: 'webhook.removed',
    summary: 'Remove a webhook',
    description: 'Nothing more is posted there. What waits for it is forgotten.',
    answer: noContent('It is removed.'),
    problems: ['webhook_not_found'],
  })
  removeWebhook(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<void> {
    return this.webhooks.remove(organisationId, id, commit);
  }

  @Route('POST', ':id/ping', {
    role: 'admin',
    scope: 'admin',
    audit: 'webhook.pinged',
    lasting: true,
    summary: 'Try a webhook',
    description: 'Posts a message of the type `Ping` at once, and answers what came of it. It is not tried again.',
    answer: webhookAttemptSchema,
    problems: ['webhook_not_found'],
  })
  pingWebhook(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<WebhookAttempt> {
    return this.webhooks.ping(organisationId, id);
  }

  @Route('GET', ':id/messages', {
    role: 'admin',
    scope: 'admin',
    summary: 'List messages that a webhook has not taken',
    description:
      'Those that wait, or those that were given up after all their attempts, with the reason. Oldest first.',
    query: webhookMessagesQuerySchema,
    answer: webhookMessagePageSchema,
    problems: ['webhook_not_found'],
  })
  listMessages(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @ValidQuery() query: WebhookMessagesQuery,
  ): Promise<Page<WebhookMessage>> {
    return this.webhooks.listMessages(organisationId, id, query);
  }

  @Route('POST', ':id/retry', {
    role: 'admin',
    scope: 'admin',
    audit: 'webhook.retried',
    lasting: true,
    summary: 'Post given up messages again',
    description:
      'All of them wait again, as if they were new. They are kept for thirty days, or as long as the operators have set.',
    answer: webhookRetrySchema,
    problems: ['webhook_not_found'],
  })
  retryMessages(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<WebhookRetry> {
    return this.webhooks.retry(organisationId, id);
  }
}
