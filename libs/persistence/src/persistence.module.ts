import { Global, Module, type DynamicModule, type OnModuleInit } from '@nestjs/common';
import { getConnectionToken, InjectConnection, MongooseModule } from '@nestjs/mongoose';
import type { Dependency } from '#platform';
import type { Connection } from 'mongoose';
import { AccessRepository } from './access/access.repository.js';
import { AccountsRepository } from './accounts/accounts.repository.js';
import { AudienceRepository } from './campaigns/audience.repository.js';
import { CampaignsRepository } from './campaigns/campaigns.repository.js';
import { ImportEffectsRepository } from './campaigns/import-effects.repository.js';
import { RemovedValuesRepository } from './campaigns/removed-values.repository.js';
import { FrozenAudiencesRepository } from './campaigns/frozen-audiences.repository.js';
import { ReachRepository } from './campaigns/reach.repository.js';
import { AuditRepository } from './access/audit.repository.js';
import { CatalogueRepository } from './contacts/catalogue.repository.js';
import { ContactsRepository } from './contacts/contacts.repository.js';
import { DeadLettersRepository } from './events/dead-letters.repository.js';
import { FacetsRepository } from './contacts/facets.repository.js';
import { FirstLinkRepository } from './access/first-link.repository.js';
import { IdempotencyKeysRepository } from './imports/idempotency-keys.repository.js';
import { ImportLedgerRepository } from './imports/import-ledger.repository.js';
import { ImportTurnsRepository } from './imports/import-turns.repository.js';
import { ImportsRepository } from './imports/imports.repository.js';
import { MembersRepository } from './access/members.repository.js';
import { OrdersRepository } from './orders/orders.repository.js';
import { OutboxRepository } from './events/outbox.repository.js';
import { definitions } from './definitions.js';
import { Transactions } from './transactions.js';
import { ValueNamesRepository } from './contacts/value-names.repository.js';
import { WantedEvents } from './events/wanted-events.js';
import { WebhookMessagesRepository } from './webhooks/webhook-messages.repository.js';
import { WebhooksRepository } from './webhooks/webhooks.repository.js';
import { WhatsappConnectionsRepository } from './accounts/whatsapp-connections.repository.js';

const repositories = [
  AccessRepository,
  AccountsRepository,
  AudienceRepository,
  AuditRepository,
  CampaignsRepository,
  CatalogueRepository,
  ContactsRepository,
  DeadLettersRepository,
  FacetsRepository,
  FirstLinkRepository,
  FrozenAudiencesRepository,
  IdempotencyKeysRepository,
  ImportEffectsRepository,
  ImportLedgerRepository,
  ImportTurnsRepository,
  ImportsRepository,
  MembersRepository,
  OrdersRepository,
  OutboxRepository,
  ReachRepository,
  RemovedValuesRepository,
  Transactions,
  ValueNamesRepository,
  WantedEvents,
  WebhookMessagesRepository,
  WebhooksRepository,
  WhatsappConnectionsRepository,
];

/**
 * MongoDB: the connection, the collections and the repositories. Indexes are created at start; if they exist, this does
 * nothing.
 */
@Global()
@Module({})
export class PersistenceModule implements OnModuleInit {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** @param uri MongoDB connection string with the database name */
  static forRoot(uri: string): DynamicModule {
    return {
      module: PersistenceModule,
      imports: [
        MongooseModule.forRoot(uri, { serverSelectionTimeoutMS: 5_000, autoIndex: false, autoCreate: false }),
        MongooseModule.forFeature(definitions),
      ],
      providers: repositories,
      // The models are exported for the services that own collections and inject them (`owned/`).
      exports: [...repositories, MongooseModule],
    };
  }

  async onModuleInit(): Promise<void> {
    for (const model of Object.values(this.connection.models)) await model.createIndexes();
  }
}

export const mongodb: Dependency<Connection> = {
  name: 'mongodb',
  module: (config) => PersistenceModule.forRoot(config.MONGODB_URI),
  client: getConnectionToken(),
  ping: (connection) => connection.db!.command({ ping: 1 }),
};
