import { Inject, Injectable } from '@nestjs/common';
import { EventPublisher, JobQueues } from '#messaging';
import {
  AccountsRepository,
  ContactsRepository,
  DeadLettersRepository,
  ImportLedgerRepository,
  ImportsRepository,
  ImportTurnsRepository,
  ValueNamesRepository,
} from '#persistence';
import { CONFIG, LOGGER, type Config } from '#platform';
import { ObjectStore } from '#storage';
import type { Logger } from 'pino';

/** The dependencies of the importer's functions. */
@Injectable()
export class Backends {
  constructor(
    @Inject(CONFIG) readonly config: Config,
    @Inject(LOGGER) readonly logger: Logger,
    readonly accounts: AccountsRepository,
    readonly contacts: ContactsRepository,
    readonly deadLetters: DeadLettersRepository,
    readonly imports: ImportsRepository,
    readonly ledger: ImportLedgerRepository,
    readonly store: ObjectStore,
    readonly turns: ImportTurnsRepository,
    readonly jobs: JobQueues,
    readonly publisher: EventPublisher,
    readonly valueNames: ValueNamesRepository,
  ) {}
}
