import { describe, expect, it } from 'vitest';
import { Module, type Provider } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import type { JobPayload, ServiceName } from '#contracts';
import { createLogger, PlatformModule, SERVICE, type Config } from '#platform';
import { CrashWatch } from './crash-watch.js';
import { JobHandlers } from './job-handlers.js';
import { JobRunner } from './job-runner.js';
import { Queues } from './queues.js';

@JobHandlers('exporter', () => 1)
class Exports {
  async onExports(_job: JobPayload<'exports'>): Promise<void> {}
  async giveUpExports(): Promise<void> {}
}

// The classes below must not compile. TypeScript reports an unused @ts-expect-error if one ever does.

// @ts-expect-error: giveUpExports is missing
@JobHandlers('exporter', () => 1)
class WithoutGivingUp {
  async onExports(): Promise<void> {}
}

// @ts-expect-error: the methods for tag changes and edits are missing
@JobHandlers('contacts', () => 1)
class ReplaysAlone {
  async onReplays(): Promise<void> {}
  async giveUpReplays(): Promise<void> {}
}

// @ts-expect-error: the methods for pings and retries return no answer
@JobHandlers('webhooks', () => 1)
class WithoutAnswer {
  async onWebhookMessages(): Promise<void> {}
  async giveUpWebhookMessages(): Promise<void> {}
  async onWebhookPings(): Promise<void> {}
  async giveUpWebhookPings(): Promise<void> {}
  async onWebhookRetries(): Promise<void> {}
  async giveUpWebhookRetries(): Promise<void> {}
}

/** No job runs in this test, so Redis is not needed. */
async function boot(service: ServiceName, providers: Provider[]): Promise<void> {
  const logger = createLogger('test', { LOG_LEVEL: 'silent', LOG_PRETTY: false });
  @Module({
    imports: [DiscoveryModule, PlatformModule.forRoot({} as Config, logger)],
    providers: [{ provide: SERVICE, useValue: service }, CrashWatch, JobRunner, Queues, ...providers],
  })
  class TestModule {}
  const app = await NestFactory.createApplicationContext(TestModule, { logger: false, abortOnError: false });
  await app.close();
}

describe('JobRunner', () => {
  it.each<[string, ServiceName, Provider[], string]>([
    ['no class for its jobs', 'exporter', [], 'exporter owns the jobs exports but does not handle them'],
    ['two classes for its jobs', 'exporter', [Exports, WithoutGivingUp], 'exporter has two classes for its jobs'],
    ['the class of another service', 'gateway', [ReplaysAlone], 'gateway has the class for the jobs of contacts'],
    [
      'one more of another service',
      'exporter',
      [Exports, WithoutAnswer],
      'exporter has the class for the jobs of webho',
    ],
  ])('does not start with %s', async (_, service, providers, message) => {
    await expect(boot(service, providers)).rejects.toThrow(message);
  });

  it('has nothing to do in a service without jobs', async () => {
    await expect(boot('gateway', [])).resolves.toBeUndefined();
  });
});
