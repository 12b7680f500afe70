import { Controller, Delete, Get, HttpCode, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  pageQuerySchema,
  webhookCreateSchema,
  webhookMessagesQuerySchema,
  webhookPatchSchema,
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
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { Audited } from '../audit/audited.js';
import { ApiRoute } from '../docs/api-route.js';
import { eventExamples } from '../docs/event-examples.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { WebhookDesk } from './webhook-desk.js';

@ApiTags('events')
@Controller('webhooks')
@RequiresRole('admin')
export class WebhooksController {
  constructor(private readonly desk: WebhookDesk) {}

  @Get()
  @ApiRoute({
    summary: 'List webhooks',
    description: 'Oldest first, each with its last attempts.',
    query: pageQuerySchema,
    answer: { status: 200, schema: 'WebhookPage', example: eventExamples.webhooks },
    problems: ['invalid_request', 'not_allowed'],
  })
  listWebhooks(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery(pageQuerySchema) query: PageQuery,
  ): Promise<Page<Webhook>> {
    return this.desk.list(organisationId, query);
  }

  @Post()
  @Audited('webhook.created')
  @ApiRoute({
    summary: 'Make a webhook',
    description:
      'From the answer on, the events it asks for are posted there, as `{type, timestamp, data}`, signed as the Standard Webhooks specification has it. The answer shows the secret, this once. A message may come more than once, with the same `webhook-id`, and in any order: contacts carry their `revision`. What is not answered with 2xx in time is tried again with growing waits, and given up in the end; 429 and 503 may say in `Retry-After` when to come again, and 410 switches the webhook off. Redirects are not followed.',
    body: { schema: 'WebhookCreate', example: eventExamples.webhookCreate },
    answer: {
      status: 201,
      schema: 'NewWebhook',
      example: eventExamples.newWebhook,
      headers: { Location: 'Where the webhook is from now on.' },
    },
    problems: ['invalid_request', 'not_allowed', 'too_many_webhooks', 'unsupported_media_type', 'not_configured'],
  })
  async createWebhook(
    @CurrentPrincipal() { organisationId }: Principal,
    @JsonBody(webhookCreateSchema) body: WebhookCreate,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewWebhook> {
    const answer = await this.desk.create(organisationId, body);
    void reply.header('Location', `/v1/webhooks/${answer.id}`);
    return answer;
  }

  @Get(':id')
  @ApiRoute({
    summary: 'Read one webhook',
    answer: { status: 200, schema: 'Webhook', example: eventExamples.webhook },
    problems: ['not_allowed', 'webhook_not_found'],
  })
  readWebhook(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<Webhook> {
    return this.desk.read(organisationId, id);
  }

  @Patch(':id')
  @Audited('webhook.changed')
  @ApiRoute({
    summary: 'Change a webhook',
    description:
      'What is left out stays. While it is not active, it misses what happens; what waited for it still waits. Switched on again, or with another address, it is tried at once.',
    body: { schema: 'WebhookPatch', example: eventExamples.webhookPatch },
    answer: { status: 200, schema: 'Webhook', example: eventExamples.webhook },
    problems: ['invalid_request', 'not_allowed', 'webhook_not_found', 'unsupported_media_type'],
  })
  changeWebhook(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @JsonBody(webhookPatchSchema) body: WebhookPatch,
  ): Promise<Webhook> {
    return this.desk.change(organisationId, id, body);
  }

  @Delete(':id')
  @Audited('webhook.removed')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Remove a webhook',
    description: 'Nothing more is posted there. What waits for it is forgotten.',
    answer: { status: 204, description: 'It is removed.' },
    problems: ['not_allowed', 'webhook_not_found'],
  })
  removeWebhook(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<void> {
    return this.desk.remove(organisationId, id);
  }

  @Post(':id/ping')
  @Audited('webhook.pinged')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Try a webhook',
    description: 'Posts a message of the type `Ping` at once, and answers what came of it. It is not tried again.',
    answer: { status: 200, schema: 'WebhookAttempt', example: eventExamples.webhookAttempt },
    problems: ['not_allowed', 'webhook_not_found'],
  })
  pingWebhook(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<WebhookAttempt> {
    return this.desk.ping(organisationId, id);
  }

  @Get(':id/messages')
  @ApiRoute({
    summary: 'List messages that a webhook has not taken',
    description:
      'Those that wait, or those that were given up after all their attempts, with the reason. Oldest first.',
    query: webhookMessagesQuerySchema,
    answer: { status: 200, schema: 'WebhookMessagePage', example: eventExamples.webhookMessages },
    problems: ['invalid_request', 'not_allowed', 'webhook_not_found'],
  })
  listMessages(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @ValidQuery(webhookMessagesQuerySchema) query: WebhookMessagesQuery,
  ): Promise<Page<WebhookMessage>> {
    return this.desk.listMessages(organisationId, id, query);
  }

  @Post(':id/retry')
  @Audited('webhook.retried')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Post given up messages again',
    description: 'All of them wait again, as if they were new. They are kept for thirty days.',
    answer: { status: 200, schema: 'WebhookRetry', example: eventExamples.webhookRetry },
    problems: ['not_allowed', 'webhook_not_found'],
  })
  retryMessages(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<WebhookRetry> {
    return this.desk.retry(organisationId, id);
  }
}
