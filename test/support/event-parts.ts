import type { Connection, Schema } from 'mongoose';
import { EventPublisher, Queues } from '#messaging';
import {
  deadLetterDefinition,
  DeadLettersRepository,
  outboxDefinition,
  OutboxRepository,
  Transactions,
  WantedEvents,
  webhookDefinition,
  WebhooksRepository,
} from '#persistence';
import type { Config, createLogger } from '#platform';

export interface EventParts {
  queues: Queues;
  publisher: EventPublisher;
  outbox: OutboxRepository;
  letters: DeadLettersRepository;
}

export interface EventPartsOptions {
  connection: Connection;
  /** The database of the dead letters; default: the same. */
  lettersConnection?: Connection;
  config: Config;
  logger: ReturnType<typeof createLogger>;
}

/** What publishes events and keeps them, put together as Nest does in a service, for programs without Nest. */
export function makeEventParts({
  connection,
  lettersConnection = connection,
  config,
  logger,
}: EventPartsOptions): EventParts {
  const model = (of: Connection, { name, schema }: { name: string; schema: Schema }) => of.model(name, schema) as never;
  const queues = new Queues(config, logger);
  const outbox = new OutboxRepository(model(connection, outboxDefinition));
  const letters = new DeadLettersRepository(model(lettersConnection, deadLetterDefinition));
  const wanted = new WantedEvents(new WebhooksRepository(model(connection, webhookDefinition)));
  const publisher = new EventPublisher(logger, queues, outbox, new Transactions(connection), letters, wanted);
  return { queues, publisher, outbox, letters };
}
