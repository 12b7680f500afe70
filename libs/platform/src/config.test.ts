import { describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError, loadConfig } from './config.js';
import { STORAGE_SECRETS } from './environment.js';

const DEVELOPMENT = {
  MONGODB_URI: 'mongodb://127.0.0.1:27017/contacts',
  REDIS_URL: 'redis://127.0.0.1:6379',
  S3_ACCESS_KEY_ID: 'key',
  S3_SECRET_ACCESS_KEY: 'secret',
};
const PASSWORD = 'gTz0pWq3vRk8LmYx';
const PRODUCTION = {
  NODE_ENV: 'production',
  MONGODB_URI: `mongodb://contacts:${PASSWORD}@mongo-1:27017,mongo-2:27017/contacts?replicaSet=rs0`,
  REDIS_URL: `rediss://:${PASSWORD}@redis:6379`,
  S3_ACCESS_KEY_ID: 'key',
  S3_SECRET_ACCESS_KEY: PASSWORD,
};

describe('loadConfig', () => {
  it('names every variable that is missing or wrong', () => {
    const load = () => loadConfig({ PORT: 'many', LIMIT_ROWS: '-1' });
    for (const name of ['MONGODB_URI', 'REDIS_URL', 'S3_ACCESS_KEY_ID', 'PORT', 'LIMIT_ROWS'])
      expect(load).toThrow(new RegExp(`^  ${name}: `, 'm'));
  });

  it('asks for the key of the object store where that is used, and for what is needed once', () => {
    const { S3_ACCESS_KEY_ID: _, S3_SECRET_ACCESS_KEY: __, ...rest } = PRODUCTION;
    expect(loadConfig(rest, []).S3_SECRET_ACCESS_KEY).toBeUndefined();
    expect(() => loadConfig(rest, STORAGE_SECRETS)).toThrow(
      /right:\n {2}S3_ACCESS_KEY_ID: is missing\n {2}S3_SECRET_ACCESS_KEY: is missing$/,
    );
  });

  it('takes certificates for encrypted connections alone', () => {
    const ca = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    const load = (variables: object) => () => loadConfig({ ...DEVELOPMENT, ...variables });
    expect(load({ REDIS_CA: ca })).toThrow(/^ {2}REDIS_CA: is set, though REDIS_URL is not rediss/m);
    for (const S3_ENDPOINT of [undefined, 'http://storage:7070'])
      expect(load({ S3_CA: ca, S3_ENDPOINT })).toThrow(/^ {2}S3_CA: is set, though S3_ENDPOINT is not https/m);
    const encrypted = { REDIS_URL: 'rediss://redis:6379', S3_ENDPOINT: 'https://storage:7070' };
    expect(load({ ...encrypted, REDIS_CA: ca, S3_CA: ca })()).toMatchObject({ REDIS_CA: ca, S3_CA: ca });
    expect(load({ ...encrypted, REDIS_CA: '/etc/ca.pem' })).toThrow(/^ {2}REDIS_CA: has no certificate in PEM/m);
  });

  it('wants all of OpenID Connect or none of it', () => {
    const issuer = { OIDC_ISSUER: 'http://127.0.0.1:9000', OIDC_CLIENT_ID: 'contacts' };
    expect(() => loadConfig({ ...DEVELOPMENT, ...issuer })).toThrow(/^ {2}OIDC_CLIENT_SECRET: is missing/m);
    expect(loadConfig({ ...DEVELOPMENT, ...issuer, OIDC_CLIENT_SECRET: 'x' }).OIDC_NAME).toBe('OpenID Connect');
    expect(() => loadConfig({ ...PRODUCTION, ...issuer, OIDC_CLIENT_SECRET: 'x' })).toThrow(
      /OIDC_ISSUER: is not https/,
    );
  });

  it('wants a sender and an address for links where mail can be sent', () => {
    const mail = { SMTP_URL: 'smtps://user:secret@mail.example.org', MAIL_FROM: 'Contacts <contacts@example.org>' };
    expect(() => loadConfig({ ...DEVELOPMENT, SMTP_URL: mail.SMTP_URL })).toThrow(
      /^ {2}MAIL_FROM: is missing, though/m,
    );
    expect(() => loadConfig({ ...DEVELOPMENT, ...mail })).toThrow(/^ {2}PUBLIC_URL: is missing, though SMTP_URL/m);
    expect(() => loadConfig({ ...DEVELOPMENT, SMTP_URL: 'https://mail.example.org' })).toThrow(/^ {2}SMTP_URL: /m);
    expect(loadConfig({ ...DEVELOPMENT, ...mail, PUBLIC_URL: 'https://x.example' }).SMTP_URL).toBe(mail.SMTP_URL);
  });

  it('wants a port for the metrics that is not public, and none without one', () => {
    const load = (variables: object) => () => loadConfig({ ...DEVELOPMENT, ...variables });
    expect(load({ PORT: '3000', METRICS_PORT: '3000' })).toThrow(/^ {2}METRICS_PORT: is the same as PORT/m);
    expect(load({ METRICS_TOKEN: 'token' })).toThrow(/^ {2}METRICS_TOKEN: is set, though METRICS_PORT is not/m);
    expect(load({ PORT: '3000', METRICS_PORT: '9464', METRICS_TOKEN: 'token' })().METRICS_PORT).toBe(9464);
  });

  it('keeps results of edits for a day at least, or for ever', () => {
    const load = (days: string) => loadConfig({ ...DEVELOPMENT, KEEP_EDIT_RESULTS_DAYS: days }).KEEP_EDIT_RESULTS_DAYS;
    expect(['0', '1', '1.5'].map(load)).toEqual([0, 1, 1.5]);
    expect(() => load('0.5')).toThrow(/^ {2}KEEP_EDIT_RESULTS_DAYS: is less than a day/m);
  });

  it('treats an empty variable as unset', () => {
    expect(loadConfig({ ...DEVELOPMENT, PUBLIC_URL: '' }).PUBLIC_URL).toBeUndefined();
  });

  it('reads a secret from a file, without its line end', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'config-'));
    const file = path.join(folder, 'secret');
    writeFileSync(file, 'from a file\n');
    try {
      const { S3_SECRET_ACCESS_KEY: _, ...rest } = DEVELOPMENT;
      expect(loadConfig({ ...rest, S3_SECRET_ACCESS_KEY_FILE: file }).S3_SECRET_ACCESS_KEY).toBe('from a file');
      expect(loadConfig({ ...DEVELOPMENT, LIMIT_ROWS_FILE: writeTo(folder, '7') }).limits.rows).toBe(7);
      expect(() => loadConfig({ ...rest, S3_SECRET_ACCESS_KEY_FILE: path.join(folder, 'none') })).toThrow(ConfigError);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('takes a key for encryption of 256 bits alone', () => {
    const load = (bytes: number) =>
      loadConfig({ ...DEVELOPMENT, ENCRYPTION_KEY: Buffer.alloc(bytes, 7).toString('base64') });
    expect(load(32).ENCRYPTION_KEY).toHaveLength(32);
    for (const bytes of [16, 24, 31, 33]) expect(() => load(bytes)).toThrow(/^ {2}ENCRYPTION_KEY: /m);
  });

  it('accepts short secrets in development, and strong ones in production', () => {
    expect(loadConfig(DEVELOPMENT).NODE_ENV).toBe('development');
    expect(loadConfig(PRODUCTION).NODE_ENV).toBe('production');
  });

  it.each([
    ['a short secret', { S3_SECRET_ACCESS_KEY: 'tooFewOfThem' }, 'S3_SECRET_ACCESS_KEY: is shorter than 16'],
    ['a well-known secret', { S3_SECRET_ACCESS_KEY: 'minioadminminioadmin' }, 'S3_SECRET_ACCESS_KEY: is well known'],
    ['Redis without a password', { REDIS_URL: DEVELOPMENT.REDIS_URL }, 'REDIS_URL: is missing'],
    ['MongoDB without a password', { MONGODB_URI: DEVELOPMENT.MONGODB_URI }, 'MONGODB_URI: is missing'],
    [
      'MongoDB with a short one',
      { MONGODB_URI: 'mongodb://contacts:contacts@mongo/contacts' },
      'MONGODB_URI: is shorter',
    ],
    ['certificates that nobody checks', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED: is 0'],
  ])('refuses %s in production, without repeating it', (_, change, message) => {
    const load = () => loadConfig({ ...PRODUCTION, ...change });
    expect(load).toThrow(message);
    for (const value of Object.values(change)) if (value.length > 1) expect(load).not.toThrow(value);
  });

  it('needs no password where MongoDB knows us by a certificate', () => {
    const MONGODB_URI = 'mongodb://mongo/contacts?authMechanism=MONGODB-X509&tls=true';
    expect(loadConfig({ ...PRODUCTION, MONGODB_URI }).MONGODB_URI).toBe(MONGODB_URI);
  });
});

function writeTo(folder: string, text: string): string {
  const file = path.join(folder, text);
  writeFileSync(file, text);
  return file;
}
