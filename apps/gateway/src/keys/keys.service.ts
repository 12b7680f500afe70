import { Injectable } from '@nestjs/common';
import type { ApiKey, ApiKeyCreate, NewApiKey, Page, PageQuery } from '#contracts';
import { AccessRepository, type ApiKeyRecord } from '#persistence';
import { newApiKey, ProblemError } from '#platform';
import { v7 as newId } from 'uuid';
import type { Commit } from '../audit/commit.js';
import { pageAnswer } from '../http/page-answer.js';

/** Creates and revokes API keys. */
@Injectable()
export class KeysService {
  constructor(private readonly access: AccessRepository) {}

  async list(organisationId: string, query: PageQuery): Promise<Page<ApiKey>> {
    const [found, value] = await Promise.all([
      this.access.listKeys(organisationId, query),
      this.access.countKeys(organisationId),
    ]);
    return pageAnswer(found, query.limit, value, keyAnswer);
  }

  /** @returns the key with its secret, which is shown only this once */
  async create(organisationId: string, { name, role }: ApiKeyCreate, commit: Commit): Promise<NewApiKey> {
    const { key, hash } = newApiKey();
    const record: ApiKeyRecord = {
      _id: newId(),
      organisationId,
      name,
      role,
      hash,
      createdAt: new Date(),
      lastUsedAt: null,
      revokedAt: null,
    };
    await commit(async (session) => {
      await this.access.insertKey(record, session);
      return record;
    });
    return { ...keyAnswer(record), key };
  }

  /** @throws ProblemError `key_not_found` */
  revoke(organisationId: string, keyId: string, commit: Commit): Promise<void> {
    return commit(async (session) => {
      if (await this.access.revokeKey(organisationId, keyId, new Date(), session)) return;
      throw new ProblemError('key_not_found');
    });
  }
}

function keyAnswer({ _id, name, role, createdAt, lastUsedAt, revokedAt }: ApiKeyRecord): ApiKey {
  return {
    id: _id,
    name,
    role,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
