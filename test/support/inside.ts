import { Module, type INestApplicationContext, type Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import mongoose from 'mongoose';
import { randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { MessagingModule } from '#messaging';
import { AccountsRepository, migrateDatabase, PersistenceModule, type AccountRef } from '#persistence';
import { createLogger, loadConfig, PlatformModule } from '#platform';
import { withDatabase } from './mongodb-uri.js';

/** Classes of a service that run inside the test's process, with their own database and Redis prefix. */
export interface Inside {
  app: INestApplicationContext;
  db: mongoose.mongo.Db;
  /** A new active account of a new organisation. */
  newAccount: () => Promise<AccountRef>;
  stop: () => Promise<void>;
}

/**
 * @param providers the classes to test, besides all repositories and the event publisher
 * @param settings of this one; not through `process.env`, which the next test file of the same process has too
 */
export async function startInside(providers: Provider[], settings: Record<string, string> = {}): Promise<Inside> {
  const name = `test-${randomBytes(5).toString('hex')}`;
  const uri = withDatabase(process.env.MONGODB_URI!, name);
  const own = { MONGODB_URI: uri, REDIS_PREFIX: `{${name}}`, S3_BUCKET: name };
  const config = loadConfig({ ...process.env, ...own, ...settings });
  const logger = createLogger('test', { LOG_LEVEL: 'silent', LOG_PRETTY: false });
  @Module({
    imports: [PlatformModule.forRoot(config, logger), PersistenceModule.forRoot(uri), MessagingModule],
    providers,
  })
  class TestModule {}
  await migrateDatabase(uri);
  const app = await NestFactory.createApplicationContext(TestModule, { logger: false, abortOnError: false });
  const connection = await mongoose.createConnection(uri).asPromise();
  return {
    app,
    db: connection.db!,
    newAccount: () => {
      const rest = { phoneNumber: '1', displayName: 'A', status: 'active', createdAt: new Date() } as const;
      return app
        .get(AccountsRepository)
        .insert({ _id: newId(), organisationId: newId(), phoneNumberId: newId(), ...rest });
    },
    stop: async () => {
      await app.close();
      await connection.dropDatabase();
      await connection.close();
    },
  };
}
