import { Injectable } from '@nestjs/common';
import { scopesOfRole, type ApiKey, type ApiKeyCreate, type NewApiKey, type Page, type PageQuery } from '#contracts';
import { AccessRepository, type AccountScope, type ApiKeyRecord } from '#persistence';
import { newApiKey, ProblemError } from '#platform';
import { v7 as newId } from 'uuid';
import type { Commit } from '../audit/commit.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { pageAnswer } from '../http/page-answer.js';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Creates, rotates and revokes API keys. */
@Injectable()
export class KeysService {
  constructor(
    private readonly access: AccessRepository,
    private readonly accounts: AccountsService,
  ) {}

  async list(organisationId: string, query: PageQuery): Promise<Page<ApiKey>> {
    const [found, value] = await Promise.all([
      this.access.listKeys(organisationId, query),
      this.access.countKeys(organisationId),
    ]);
    return pageAnswer(found, query.limit, value, keyAnswer);
  }

  /**
   * @returns the key with its secret, which is shown only this once
   * @throws ProblemError `account_not_found`
   */
  async create(scope: AccountScope, body: ApiKeyCreate, commit: Commit): Promise<NewApiKey> {
    const { name, role, scopes = scopesOfRole(role), accountIds, expiresInDays } = body;
    await this.accounts.requireAll(scope, accountIds);
    const { key, hash } = newApiKey();
    const createdAt = new Date();
    const record: ApiKeyRecord = {
      _id: newId(),
      organisationId: scope.organisationId,
      name,
      role,
      scopes: [...new Set(scopes)],
      accountIds: accountIds && [...new Set(accountIds)],
      hash,
      createdAt,
      expiresAt: expiresInDays === null ? null : new Date(createdAt.getTime() + expiresInDays * DAY_MS),
      lastUsedAt: null,
      revokedAt: null,
    };
    await commit(async (session) => {
      await this.access.insertKey(record, session);
      return record;
    });
    return { ...keyAnswer(record), key };
  }

  /**
   * Gives a key another secret, and as much time as it got before. The old secret works a while longer, but not after its
   * own end. One from before that works no more, so at most two are valid.
   * @returns the key with its new secret, which is shown only this once
   * @throws ProblemError `key_not_found`; `wrong_state` when it is revoked
   */
  async rotate(organisationId: string, keyId: string, overlapHours: number, commit: Commit): Promise<NewApiKey> {
    const { key, hash } = newApiKey();
    const rotated = await commit(async (session) => {
      const record = await this.access.findKey(organisationId, keyId, session);
      if (!record) throw new ProblemError('key_not_found');
      const change = { ...rotation(record, new Date(), overlapHours * HOUR_MS), hash, previousHash: record.hash };
      const changed = await this.access.rotateKey(record, change, session);
      if (!changed) throw new ProblemError('wrong_state/key_revoked');
      return changed;
    });
    return { ...keyAnswer(rotated), key };
  }

  /** @throws ProblemError `key_not_found` */
  revoke(organisationId: string, keyId: string, commit: Commit): Promise<void> {
    return commit(async (session) => {
      if (await this.access.revokeKey(organisationId, keyId, new Date(), session)) return;
      throw new ProblemError('key_not_found');
    });
  }
}

/** When a key and its secret of now end that is rotated at this time. */
function rotation({ createdAt, rotatedAt, expiresAt }: ApiKeyRecord, now: Date, overlapMs: number) {
  const previousUntil = new Date(now.getTime() + overlapMs);
  if (!expiresAt) return { rotatedAt: now, expiresAt: null, previousUntil };
  const lifeMs = expiresAt.getTime() - (rotatedAt ?? createdAt).getTime();
  return {
    rotatedAt: now,
    expiresAt: new Date(now.getTime() + lifeMs),
    previousUntil: expiresAt < previousUntil ? expiresAt : previousUntil,
  };
}

function keyAnswer(record: ApiKeyRecord): ApiKey {
  const { _id, name, role, scopes, accountIds, createdAt, expiresAt, lastUsedAt } = record;
  const { rotatedAt, previousUntil, revokedAt } = record;
  return {
    id: _id,
    name,
    role,
    scopes: scopes ?? null,
    accountIds: accountIds ?? null,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    rotatedAt: rotatedAt?.toISOString() ?? null,
    oldSecretUntil: previousUntil?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
