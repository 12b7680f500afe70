import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { eventQueueName } from '#contracts';
import { beforeScrape, metrics } from '#platform';
import { BUSY } from './state-sources.js';
import { SystemService } from './system.service.js';

/** Shows the state of the installation in gauges, when Prometheus asks. Nobody counts it. */
@Injectable()
export class StateMetrics implements OnApplicationBootstrap, OnModuleDestroy {
  private stop: (() => void) | undefined;

  constructor(private readonly system: SystemService) {}

  onApplicationBootstrap(): void {
    this.stop = beforeScrape(async () => {
      await Promise.all([this.queues(), this.deadLetters(), this.outbox(), this.imports()]);
    });
  }

  onModuleDestroy(): void {
    this.stop?.();
  }

  private async queues(): Promise<void> {
    const reading = await this.system.read('queues');
    begin('queues', reading, [metrics.queueJobs, metrics.queueOldest]);
    if ('error' in reading) return;
    for (const { queue, counts, oldest } of reading.value) {
      for (const [state, count] of Object.entries(counts)) metrics.queueJobs.set({ queue, state }, count);
      metrics.queueOldest.set({ queue }, secondsSince(oldest));
    }
  }

  private async deadLetters(): Promise<void> {
    const reading = await this.system.read('deadLetters');
    begin('dead_letters', reading, [metrics.deadLetters]);
    if ('error' in reading) return;
    for (const { event, subscriber, letters } of reading.value)
      metrics.deadLetters.set({ queue: eventQueueName(event, subscriber) }, letters);
  }

  private async outbox(): Promise<void> {
    const reading = await this.system.read('outbox');
    begin('outbox', reading, [metrics.outboxEvents, metrics.outboxLag]);
    if ('error' in reading) return;
    for (const { event, subscriber, waiting, oldest } of reading.value) {
      metrics.outboxEvents.set({ event, subscriber }, waiting);
      metrics.outboxLag.set({ event, subscriber }, secondsSince(oldest));
    }
  }

  private async imports(): Promise<void> {
    const reading = await this.system.read('imports');
    begin('imports', reading, [metrics.imports, metrics.importsOldest, metrics.importsStalled]);
    if ('error' in reading) return;
    const { states, busy } = reading.value;
    for (const { status, count, oldest } of states) {
      metrics.imports.set({ status }, count);
      metrics.importsOldest.set({ status }, secondsSince(oldest));
    }
    for (const status of BUSY) {
      const stalled = busy.filter((one) => one.stalled && one.record.status === status);
      metrics.importsStalled.set({ status }, stalled.length);
    }
  }
}

/** What cannot be read is not shown, because an old value would look like a new one. */
function begin(source: string, reading: object, shown: { reset: () => void }[]): void {
  const failed = 'error' in reading;
  if (failed) for (const gauge of shown) gauge.reset();
  metrics.stateRead.set({ source }, failed ? 0 : 1);
}

function secondsSince(time: Date | null): number {
  return time === null ? 0 : Math.max(0, (Date.now() - time.getTime()) / 1000);
}
