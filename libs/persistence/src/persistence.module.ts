import {
  Global,
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { getConnectionToken, InjectConnection, MongooseModule } from '@nestjs/mongoose';
import type { ProgramName } from '#contracts';
import { isMeasured, type Dependency, type Share } from '#platform';
import type { ReadPreferenceMode } from 'mongodb';
import type { Connection } from 'mongoose';
import { AccessRepository } from './access/access.repository.js';
import { AccountsRepository } from './accounts/accounts.repository.js';
import { AudienceRepository } from './campaigns/audience.repository.js';
import { CampaignsRepository } from './campaigns/campaigns.repository.js';
import { ImportEffectsRepository } from './campaigns/import-effects.repository.js';
import { RemovedValuesRepository } from './campaigns/removed-values.repository.js';
import { SegmentsRepository } from './campaigns/segments.repository.js';
import { FrozenAudiencesRepository } from './campaigns/frozen-audiences.repository.js';
import { ReachRepository } from './campaigns/reach.repository.js';
import { AuditRepository } from './access/audit.repository.js';
import { CatalogueRepository } from './contacts/catalogue.repository.js';
import { ContactChangesRepository } from './contacts/contact-changes.repository.js';
import { ContactsRepository } from './contacts/contacts.repository.js';
import { DOWNLOADS_FROM, DownloadReads } from './contacts/download-reads.js';
import { DatabaseRepository } from './database.repository.js';
import { DeadLettersRepository } from './events/dead-letters.repository.js';
import { FacetsRepository } from './contacts/facets.repository.js';
import { FirstLinkRepository } from './access/first-link.repository.js';
import { IdempotencyKeysRepository } from './imports/idempotency-keys.repository.js';
import { ImportLedgerRepository } from './imports/import-ledger.repository.js';
import { ImportTurnsRepository } from './imports/import-turns.repository.js';
import { ImportsRepository } from './imports/imports.repository.js';
import { UploadsRepository } from './imports/uploads.repository.js';
import { MembersRepository } from './access/members.repository.js';
import { OrganisationsRepository } from './access/organisations.repository.js';
import { OptOutsRepository } from './contacts/opt-outs.repository.js';
import { PasskeysRepository } from './access/passkeys.repository.js';
import { PasswordLinksRepository } from './access/password-links.repository.js';
import { DevicesRepository } from './access/devices.repository.js';
import { SecondFactorsRepository } from './access/second-factors.repository.js';
import { SessionsRepository } from './access/sessions.repository.js';
import { SignInAttemptsRepository } from './access/sign-in-attempts.repository.js';
import { OrdersRepository } from './orders/orders.repository.js';
import { OutboxRepository } from './events/outbox.repository.js';
import { definitions } from './definitions.js';
import { connect, shareClient } from './shared-client.js';
import { reachMongodb } from './reach-mongodb.js';
import { addReadOptions, MAX_TIME_MS } from './read-options.js';
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
  ContactChangesRepository,
  ContactsRepository,
  DatabaseRepository,
  DeadLettersRepository,
  DownloadReads,
  FacetsRepository,
  FirstLinkRepository,
  FrozenAudiencesRepository,
  IdempotencyKeysRepository,
  ImportEffectsRepository,
  ImportLedgerRepository,
  ImportTurnsRepository,
  ImportsRepository,
  MembersRepository,
  OptOutsRepository,
  OrdersRepository,
  OrganisationsRepository,
  OutboxRepository,
  PasskeysRepository,
  PasswordLinksRepository,
  ReachRepository,
  RemovedValuesRepository,
  DevicesRepository,
  SecondFactorsRepository,
  SessionsRepository,
  SignInAttemptsRepository,
  SegmentsRepository,
  Transactions,
  UploadsRepository,
  ValueNamesRepository,
  WantedEvents,
  WebhookMessagesRepository,
  WebhooksRepository,
  WhatsappConnectionsRepository,
];

interface PersistenceOptions {
  /** Appears in MongoDB's logs. All services of a program share one client. */
  program?: ProgramName;
  /** The longest time in milliseconds that MongoDB may work on one query, or that a transaction is repeated; null: any. */
  maxTimeMS?: number | null;
  /** Which members of the replica set contacts are read from. */
  downloadsFrom?: ReadPreferenceMode;
  /** Whether the metrics show the commands. */
  measured?: boolean;
}

const CLIENT = Symbol('client');

/** MongoDB: the connection, the collections and the repositories. Migrations make the indexes (`migrations`). */
@Global()
@Module({})
export class PersistenceModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    @InjectConnection() private readonly connection: Connection,
    @Inject(CLIENT) private readonly client: Share<unknown>,
    @Inject(MAX_TIME_MS) private readonly maxTimeMS: number | null,
  ) {}

  /** @param uri MongoDB connection string with the database name */
  static forRoot(uri: string, options: PersistenceOptions = {}): DynamicModule {
    const { program = 'gateway', maxTimeMS = null, downloadsFrom = 'primary', measured = false } = options;
    return {
      module: PersistenceModule,
      imports: [MongooseModule.forFeature(definitions)],
      providers: [
        ...repositories,
        { provide: CLIENT, useFactory: () => shareClient(uri, program, measured) },
        { provide: getConnectionToken(), inject: [CLIENT], useFactory: connect },
        { provide: MAX_TIME_MS, useValue: maxTimeMS },
        { provide: DOWNLOADS_FROM, useValue: downloadsFrom },
      ],
      // The models are exported for the services that own collections and inject them (`owned/`).
      exports: [...repositories, getConnectionToken(), MongooseModule],
    };
  }

  onModuleInit(): void {
    const { connection, maxTimeMS } = this;
    if (maxTimeMS === null) return;
    for (const { collection } of Object.values(connection.models)) addReadOptions(collection, { maxTimeMS });
  }

  onApplicationShutdown(): Promise<void> {
    return this.client.release();
  }
}

export const mongodb: Dependency<Connection> = {
  name: 'mongodb',
  variable: 'MONGODB_URI',
  module: (config, service, program) =>
    PersistenceModule.forRoot(config.MONGODB_URI, {
      program,
      // Users wait for the gateway's queries.
      maxTimeMS: service === 'gateway' ? config.QUERY_SECONDS * 1000 : null,
      // Nothing is decided by what the exporter reads for a download.
      downloadsFrom: service === 'exporter' ? config.EXPORT_READ_PREFERENCE : 'primary',
      measured: isMeasured(config),
    }),
  client: getConnectionToken(),
  ping: (connection) => connection.db!.command({ ping: 1 }),
  reach: reachMongodb,
};
