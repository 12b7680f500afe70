import { expect, it } from 'vitest';
import { loadConfig } from './config.js';
import { describeConfig } from './describe-config.js';

it('shows a configuration without anything secret', () => {
  const shown = describeConfig(
    loadConfig({
      MONGODB_URI:
        'mongodb://ana:p4ss%40word@one:27017,two:27017/contacts?authSource=admin&tlsCertificateKeyFilePassword=hidden',
      REDIS_URL: 'rediss://:r3dis@word@redis:6379/1',
      S3_ENDPOINT: 'https://s3.example.com',
      S3_ACCESS_KEY_ID: '1234567890',
      S3_SECRET_ACCESS_KEY: 'very-secret',
      ENCRYPTION_KEY: Buffer.alloc(32, 'k').toString('base64'),
      LIMIT_OPEN_IMPORTS: '7',
    }),
  );
  expect(shown).toMatchObject({
    MONGODB_URI: 'mongodb://one:27017,two:27017/contacts',
    REDIS_URL: 'rediss://redis:6379/1',
    S3_ENDPOINT: 'https://s3.example.com',
    S3_ACCESS_KEY_ID: 'set',
    S3_SECRET_ACCESS_KEY: 'set',
    ENCRYPTION_KEY: 'set',
    S3_BUCKET: 'contacts',
    ATTEMPTS: 8,
    limits: { openImports: 7 },
  });
  expect(JSON.stringify(shown)).not.toMatch(/ana|p4ss|word@|hidden|r3dis|very-secret|1234567890/);
});
