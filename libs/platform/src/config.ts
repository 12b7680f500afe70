import { readFileSync } from 'node:fs';
import { limitsSchema } from '#contracts';
import type { z } from 'zod';
import { environmentSchema, STORAGE_SECRETS, type Environment } from './environment.js';
import { mailFaults } from './mail-faults.js';
import { mongodbFaults } from './mongodb-faults.js';
import { oidcFaults } from './oidc-faults.js';
import { productionFaults } from './production-guard.js';

export type Config = Environment & { limits: z.infer<typeof limitsSchema> };

/** Thrown at boot. Lists each wrong variable and what it should be. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/**
 * Reads and checks the configuration.
 * @param needed variables that must be set, of those that not every process needs
 * @throws ConfigError that lists every variable that is missing or wrong
 */
export function loadConfig(
  environment: NodeJS.ProcessEnv = process.env,
  needed: readonly (keyof Config)[] = STORAGE_SECRETS,
): Config {
  const values = withFiles(environment);
  const parsed = environmentSchema.safeParse(values);
  const limits = limitsSchema.safeParse(limitVariables(values));
  const issues = [
    ...(parsed.error?.issues ?? []).map((issue) => sentenceOf(issue, values)),
    ...needed.filter((name) => values[name] === undefined).map((name) => `${name}: is missing`),
    ...(limits.error?.issues ?? []).map((issue) => `${limitVariable(String(issue.path[0]))}: ${issue.message}`),
    ...(parsed.data
      ? [
          ...keyFaults(parsed.data),
          ...metricsFaults(parsed.data),
          ...oidcFaults(parsed.data),
          ...mailFaults(parsed.data),
          ...mongodbFaults(parsed.data),
          ...productionFaults(parsed.data),
          ...trustFaults(values),
          ...certificateFaults(parsed.data),
        ]
      : []),
  ];
  if (issues.length > 0) throw new ConfigError(`The environment is not right:\n  ${issues.join('\n  ')}`);
  return { ...parsed.data!, limits: limits.data! };
}

const migrationSchema = environmentSchema.pick({
  NODE_ENV: true,
  MONGODB_URI: true,
  LOG_LEVEL: true,
  LOG_PRETTY: true,
  ENCRYPTION_KEY: true,
  ENCRYPTION_KEY_PREVIOUS: true,
});

/**
 * What a migration needs: the database, how to log, and the keys for encrypting again.
 * @throws ConfigError
 */
export function loadMigrationConfig(environment: NodeJS.ProcessEnv = process.env): z.infer<typeof migrationSchema> {
  const values = withFiles(environment);
  const { data, error } = migrationSchema.safeParse(values);
  const issues = [
    ...(error?.issues ?? []).map((issue) => sentenceOf(issue, values)),
    ...(data ? mongodbFaults(data) : []),
  ];
  if (issues.length > 0) throw new ConfigError(`The environment is not right:\n  ${issues.join('\n  ')}`);
  return data!;
}

function sentenceOf({ path, message }: z.core.$ZodIssue, values: NodeJS.ProcessEnv): string {
  const name = String(path[0]);
  return `${name}: ${values[name] === undefined ? 'is missing' : message}`;
}

function keyFaults({ ENCRYPTION_KEY, ENCRYPTION_KEY_PREVIOUS }: Environment): string[] {
  return ENCRYPTION_KEY_PREVIOUS && !ENCRYPTION_KEY
    ? ['ENCRYPTION_KEY_PREVIOUS: is set, though ENCRYPTION_KEY is not']
    : [];
}

/** A variable of Node.js that makes every connection accept any certificate. */
function trustFaults({ NODE_ENV, NODE_TLS_REJECT_UNAUTHORIZED }: NodeJS.ProcessEnv): string[] {
  return NODE_ENV === 'production' && NODE_TLS_REJECT_UNAUTHORIZED === '0'
    ? ['NODE_TLS_REJECT_UNAUTHORIZED: is 0, so no certificate would be checked; name your own in NODE_EXTRA_CA_CERTS']
    : [];
}

/** Certificates for a connection that is not encrypted are a mistake. */
function certificateFaults({ REDIS_CA, REDIS_URL, S3_CA, S3_ENDPOINT = '' }: Environment): string[] {
  return [
    ...(REDIS_CA && !REDIS_URL.startsWith('rediss:') ? ['REDIS_CA: is set, though REDIS_URL is not rediss://'] : []),
    ...(S3_CA && !S3_ENDPOINT.startsWith('https:') ? ['S3_CA: is set, though S3_ENDPOINT is not https://'] : []),
  ];
}

function metricsFaults({ METRICS_PORT, METRICS_TOKEN, PORT }: Environment): string[] {
  if (METRICS_PORT === undefined)
    return METRICS_TOKEN === undefined ? [] : ['METRICS_TOKEN: is set, though METRICS_PORT is not'];
  return METRICS_PORT === PORT ? ['METRICS_PORT: is the same as PORT, which is public'] : [];
}

/** `uploadBytes` → `LIMIT_UPLOAD_BYTES`. */
function limitVariable(name: string): string {
  return `LIMIT_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function limitVariables(values: NodeJS.ProcessEnv): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of Object.keys(limitsSchema.shape)) {
    const value = values[limitVariable(name)];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** An empty variable counts as unset, because compose files pass unset variables that way. */
function withFiles(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const values: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(environment)) if (value !== '') values[name] = value;
  for (const name of [...Object.keys(environmentSchema.shape), ...Object.keys(limitsSchema.shape).map(limitVariable)]) {
    const file = values[`${name}_FILE`];
    if (file === undefined) continue;
    try {
      values[name] = readFileSync(file, 'utf8').trim();
    } catch (cause) {
      throw new ConfigError(`${name}_FILE: cannot read ${file}`, { cause });
    }
  }
  return values;
}
