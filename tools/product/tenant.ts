import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { v4 as randomId, v7 as uuidv7 } from 'uuid';
import type { Account, Role } from '#contracts';
import { AccessRepository, AccountsRepository, PersistenceModule, everyAccountOf } from '#persistence';
import { hashPassword, hashToken, newApiKey, newToken } from '#platform';

/** An organisation with its accounts, users and API keys, including secrets. For development and tests. */
export interface Tenant {
  organisation: { id: string; name: string };
  accounts: Account[];
  user: { id: string; email: string; password: string; name: string; role: Role };
  keys: { id: string; name: string; role: Role; key: string }[];
}

export interface TenantWish {
  name: string;
  accounts: Omit<Account, 'id'>[];
  email: string;
  /** One API key for each of these roles. */
  roles: Role[];
}

/** Generates ids and secrets. Does not store anything. */
export function newTenant({ name, accounts, email, roles }: TenantWish): Tenant {
  return {
    organisation: { id: uuidv7(), name },
    accounts: accounts.map((account) => ({ id: randomId(), ...account })),
    user: { id: uuidv7(), email, password: newPassword(), name: `${name} admin`, role: 'admin' },
    keys: roles.map((role) => ({ id: uuidv7(), name: `${name} ${role} key`, role, key: newApiKey().key })),
  };
}

/** 16 letters and digits, which a double click selects as a whole. */
function newPassword(): string {
  return newToken().replace(/[-_]/g, '').slice(0, 16);
}

/** Stores the parts of the tenant that are missing in the database. Idempotent. */
export async function storeTenant(mongodbUri: string, tenant: Tenant): Promise<void> {
  const store = await TenantStore.open(mongodbUri);
  try {
    await store.add(tenant);
  } finally {
    await store.close();
  }
}

/** A connection to a database through which tenants are stored. Opening it loads all collections. */
export class TenantStore {
  private constructor(private readonly app: INestApplicationContext) {}

  static async open(mongodbUri: string): Promise<TenantStore> {
    const app = await NestFactory.createApplicationContext(PersistenceModule.forRoot(mongodbUri), {
      logger: ['error', 'fatal'],
      abortOnError: false,
    });
    return new TenantStore(app);
  }

  /** Stores the parts of the tenant that are missing. */
  async add(tenant: Tenant): Promise<void> {
    const [access, accounts] = [this.app.get(AccessRepository), this.app.get(AccountsRepository)];
    const createdAt = new Date();
    const { id: organisationId, name } = tenant.organisation;
    if (!(await access.findOrganisation(organisationId)))
      await access.insertOrganisation({ _id: organisationId, name, createdAt });
    for (const [index, { id, ...account }] of tenant.accounts.entries())
      if (!(await accounts.find(everyAccountOf(organisationId), id)))
        // One after another, because accounts are listed in this order.
        await accounts.insert({
          _id: id,
          organisationId,
          createdAt: new Date(createdAt.getTime() + index),
          ...account,
        });
    const { id: userId, password, ...user } = tenant.user;
    if (!(await access.findUser(organisationId, userId)))
      await access.insertUser({
        _id: userId,
        organisationId,
        createdAt,
        passwordHash: await hashPassword(password),
        ...user,
      });
    for (const { id, key, ...rest } of tenant.keys) {
      const hash = hashToken(key);
      if (!(await access.findKeyByHash(hash, createdAt)))
        await access.insertKey({
          _id: id,
          organisationId,
          createdAt,
          hash,
          lastUsedAt: null,
          revokedAt: null,
          ...rest,
        });
    }
  }

  close(): Promise<void> {
    return this.app.close();
  }
}
