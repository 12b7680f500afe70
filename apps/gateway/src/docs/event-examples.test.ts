import { describe, expect, it } from '@jest/globals';
import {
  newWebhookSchema,
  pageOf,
  replayRequestSchema,
  replaySchema,
  webhookAttemptSchema,
  webhookCreateSchema,
  webhookMessageSchema,
  webhookPatchSchema,
  webhookRetrySchema,
  webhookSchema,
} from '#contracts';
import type { z } from 'zod';
import { eventExamples } from './event-examples.js';

const schemas: Record<keyof typeof eventExamples, z.ZodType> = {
  replayRequest: replayRequestSchema,
  replay: replaySchema,
  replays: pageOf(replaySchema),
  webhook: webhookSchema,
  webhooks: pageOf(webhookSchema),
  webhookCreate: webhookCreateSchema,
  newWebhook: newWebhookSchema,
  webhookPatch: webhookPatchSchema,
  webhookAttempt: webhookAttemptSchema,
  webhookMessages: pageOf(webhookMessageSchema),
  webhookRetry: webhookRetrySchema,
};

describe('the OpenAPI document', () => {
  it.each(Object.entries(schemas))('has an example of %s that fits its contract', (name, schema) => {
    const example = eventExamples[name as keyof typeof eventExamples];
    expect(schema.parse(example)).toEqual(example);
  });
});
