import { Inject, Injectable } from '@nestjs/common';
import { coded, type Page, type PageQuery, type WhatsappConnect, type WhatsappConnection } from '#contracts';
import {
  AccountsRepository,
  tokenContext,
  Transactions,
  WhatsappConnectionsRepository,
  type WhatsappConnectionRecord,
} from '#persistence';
import { CONFIG, Encryption, ProblemError, type Config } from '#platform';
import type { ClientSession } from 'mongodb';
import { v7 as newId } from 'uuid';
import type { Commit } from '../audit/commit.js';
import { inWords } from '../http/language.js';
import { pageAnswer } from '../http/page-answer.js';
import { GraphApi, type GraphPhoneNumber } from './graph-api.js';
import { GraphError } from './graph-error.js';
import { readNumber } from './read-number.js';

/** Connects WhatsApp business accounts, and keeps their numbers up to date. */
@Injectable()
export class ConnectionsService {
  private readonly encryption: Encryption | null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly connections: WhatsappConnectionsRepository,
    private readonly accounts: AccountsRepository,
    private readonly graph: GraphApi,
    private readonly transactions: Transactions,
  ) {
    this.encryption = Encryption.of(config);
  }

  async list(organisationId: string, query: PageQuery): Promise<Page<WhatsappConnection>> {
    const [found, value] = await Promise.all([
      this.connections.list(organisationId, query),
      this.connections.count(organisationId),
    ]);
    return pageAnswer(found, query.limit, value, connectionAnswer);
  }

  /**
   * Reads the numbers first, so that nothing is stored if the token does not work.
   * @throws ProblemError `not_configured`, `whatsapp_refused`, `whatsapp_away`
   */
  async connect(
    organisationId: string,
    { businessAccountId, token }: WhatsappConnect,
    commit: Commit,
  ): Promise<WhatsappConnection> {
    const { encryption } = this;
    if (!encryption) throw new ProblemError('not_configured/encryption');
    const numbers = await this.graph.phoneNumbers(businessAccountId, token).catch((error: unknown) => {
      throw error instanceof GraphError ? graphProblem(error) : error;
    });
    const now = new Date();
    const wanted: WhatsappConnectionRecord = {
      _id: newId(),
      organisationId,
      businessAccountId,
      state: 'connected',
      token: encryption.encrypt(token, tokenContext({ organisationId, businessAccountId })),
      createdAt: now,
      checkedAt: now,
      checkAt: this.nextCheck(now),
    };
    const stored = await commit(async (session) => {
      const record = await this.connections.put(wanted, session);
      await this.storeNumbers(record, numbers, session);
      return record;
    });
    return connectionAnswer(stored);
  }

  /**
   * Deletes the token. The accounts stay, but inactive, so that their contacts can still be read.
   * @throws ProblemError `connection_not_found`
   */
  disconnect(organisationId: string, connectionId: string, commit: Commit): Promise<void> {
    return commit(async (session) => {
      const isRemoved = await this.connections.remove(organisationId, connectionId, session);
      if (!isRemoved) throw new ProblemError('connection_not_found');
      await this.accounts.keepNumbers(organisationId, connectionId, [], 'DISCONNECTED', session);
    });
  }

  /** Reads the numbers of one connection that is due. @returns false if none is due */
  async checkNext(): Promise<boolean> {
    if (!this.encryption) return false;
    const now = new Date();
    const record = await this.connections.takeDue(now, this.nextCheck(now));
    if (!record) return false;
    try {
      const token = this.encryption.decrypt(record.token, tokenContext(record));
      const numbers = await this.graph.phoneNumbers(record.businessAccountId, token);
      await this.transactions.run(async (session) => {
        await this.storeNumbers(record, numbers, session);
        await this.connections.change(record, { state: 'connected', checkedAt: new Date() }, session);
      });
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      const { fault, retryAfterSeconds } = error;
      const checkAt = new Date(
        Math.max(this.nextCheck(now).getTime(), now.getTime() + (retryAfterSeconds ?? 0) * 1000),
      );
      await this.connections.change(record, { state: fault, checkAt });
    }
    return true;
  }

  private async storeNumbers(
    record: WhatsappConnectionRecord,
    numbers: GraphPhoneNumber[],
    session: ClientSession,
  ): Promise<void> {
    const read = numbers.map(readNumber);
    for (const number of read) await this.accounts.putNumber(record.organisationId, record._id, number, session);
    const ids = read.map(({ phoneNumberId }) => phoneNumberId);
    await this.accounts.keepNumbers(record.organisationId, record._id, ids, 'MISSING', session);
  }

  private nextCheck(now: Date): Date {
    return new Date(now.getTime() + this.config.WHATSAPP_CHECK_SECONDS * 1000);
  }
}

function graphProblem(error: GraphError): ProblemError {
  const { fault, retryAfterSeconds } = error;
  if (fault === 'token_expired' || fault === 'not_permitted')
    return new ProblemError(`whatsapp_refused/${fault}`, { cause: error });
  const headers = { 'Retry-After': String(retryAfterSeconds ?? 60) };
  return new ProblemError(`whatsapp_away/${fault}`, { cause: error, headers });
}

function connectionAnswer(record: WhatsappConnectionRecord): WhatsappConnection {
  const { _id, businessAccountId, state, createdAt, checkedAt } = record;
  return {
    id: _id,
    businessAccountId,
    state,
    detail: state === 'connected' ? null : inWords(coded(`connection/${state}`)).message,
    createdAt: createdAt.toISOString(),
    checkedAt: checkedAt.toISOString(),
  };
}
