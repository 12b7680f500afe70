import { EVENTS, eventsHeardBy, knownVersion, type ServiceName } from '#contracts';
import type { OutboxRepository } from '#persistence';
import { RecurringWork } from '#platform';
import type { Logger } from 'pino';
import type { EventPublisher } from './event-publisher.js';

const BATCH = 500;

export interface OutboxSweeperOptions {
  service: ServiceName;
  logger: Logger;
  publisher: EventPublisher;
  outbox: OutboxRepository;
  /** Pause between two sweeps, in seconds. An event is swept when it has waited for at least as long. */
  sweepSeconds: number;
}

/** Finds events in the outbox that are not in Redis, because Redis was down or was wiped, and queues them again. */
export class OutboxSweeper extends RecurringWork {
  constructor(private readonly options: OutboxSweeperOptions) {
    const { logger, sweepSeconds } = options;
    super({ everyMs: sweepSeconds * 1000, logger, failure: 'the outbox could not be searched' });
  }

  protected async round(): Promise<void> {
    const { service, outbox, publisher, sweepSeconds } = this.options;
    const before = new Date(Date.now() - sweepSeconds * 1000);
    for (const event of eventsHeardBy(service).filter((name) => EVENTS[name].keptBy === 'outbox')) {
      await outbox.removeHandled(event);
      const upTo = knownVersion(event);
      const known = await outbox.waitingUpTo(event, service, upTo);
      if (known <= (await publisher.queued(event, service))) continue;
      for (let after = ''; ;) {
        const ids = await outbox.waitingIds(event, service, { upTo, before, after, limit: BATCH });
        for (const id of ids) await publisher.remind(event, service, id);
        if (ids.length < BATCH) break;
        after = ids.at(-1)!;
      }
    }
  }
}
