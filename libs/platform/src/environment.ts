import { EVENT_CONTACTS } from '#contracts';
import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const secret = z.string().min(1);
const keptDays = z.coerce.number().min(0);
const encryptionKey = z
  .base64()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length === 32, 'is not 32 bytes in base64');
const httpUrl = z.url({ protocol: /^https?$/ });
const certificates = z.string().includes('-----BEGIN CERTIFICATE-----', 'has no certificate in PEM');

/** Variables that must be set where the object store is used. Others need not know them. */
export const STORAGE_SECRETS = ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

/**
 * The whole configuration, read from the environment once, at boot. Each variable can also be given as `NAME_FILE`, the
 * path of a file with the value, because Docker and Kubernetes mount secrets as files.
 */
export const environmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_PRETTY: flag.default(false),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).optional(),
  /**
   * After SIGTERM, how long a service goes on serving, not ready, before it closes. Each answer ends its connection, so
   * that no client has a request under way when connections are closed.
   */
  DRAIN_SECONDS: z.coerce.number().min(0).max(20).default(0),
  /**
   * Where the process serves `/metrics` for Prometheus, on `HOST`. Unset: it does not, and measures less. Not `PORT`,
   * because that of the gateway is public.
   */
  METRICS_PORT: z.coerce.number().int().min(1).max(65535).optional(),
  /** If set, `/metrics` needs it: `Authorization: Bearer …`. */
  METRICS_TOKEN: secret.optional(),
  /**
   * Where traces are sent, by OTLP over HTTP: to `/v1/traces` below the first address, or to the second one. Unset: there
   * are none. OpenTelemetry's other standard variables are read by its SDK.
   */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: httpUrl.optional(),
  /** What that address asks for: `api-key=…,other=…`. */
  OTEL_EXPORTER_OTLP_HEADERS: secret.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.enum(['http/protobuf', 'http/json']).default('http/protobuf'),
  /** The commit of the build, for the metrics. The image sets it. */
  REVISION: z.string().default('unknown'),
  PUBLIC_URL: z.url().optional(),
  /** Comma-separated addresses of the proxies whose X-Forwarded-For header the gateway trusts: `10.0.0.0/8`. */
  TRUSTED_PROXIES: z.string().optional(),
  MONGODB_URI: z.string().startsWith('mongodb'),
  /** The longest time that MongoDB may work on one query of a request. */
  QUERY_SECONDS: z.coerce.number().positive().default(15),
  /**
   * Which members of the replica set downloads are read from. Secondaries relieve the primary; a download waits until
   * they have what was written before it was ordered. All other reads are from the primary.
   */
  EXPORT_READ_PREFERENCE: z
    .enum(['primary', 'primaryPreferred', 'secondary', 'secondaryPreferred', 'nearest'])
    .default('primary'),
  REDIS_URL: z.string().startsWith('redis'),
  /** If set, these certificates alone are trusted, in PEM; for MongoDB, `MONGODB_URI` names them (`tlsCAFile`). */
  REDIS_CA: certificates.optional(),
  /** The braces put all of BullMQ's keys into one Redis Cluster slot. */
  REDIS_PREFIX: z.string().min(1).default('{contacts}'),
  S3_ENDPOINT: z.url().optional(),
  /** As `REDIS_CA`, for `S3_ENDPOINT`. */
  S3_CA: certificates.optional(),
  /** The address of the object store for browsers, where it differs from `S3_ENDPOINT`. */
  S3_PUBLIC_ENDPOINT: z.url().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_BUCKET: z.string().min(3).default('contacts'),
  S3_ACCESS_KEY_ID: secret.optional(),
  S3_SECRET_ACCESS_KEY: secret.optional(),
  /**
   * 32 random bytes in base64, e.g. from `openssl rand -base64 32`. Encrypts the tokens of WhatsApp accounts, the
   * secrets of webhooks and those of authenticator apps.
   */
  ENCRYPTION_KEY: encryptionKey.optional(),
  /** Keys of before, separated by commas. They only read what was encrypted with them. */
  ENCRYPTION_KEY_PREVIOUS: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(encryptionKey))
    .optional(),
  /**
   * Sign-in with an OpenID provider, offered when the issuer is set. The redirect address is
   * `PUBLIC_URL`/v1/session/oidc/callback.
   */
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: secret.optional(),
  OIDC_SCOPE: z.string().default('openid email profile'),
  /** The provider's name on the sign-in page. */
  OIDC_NAME: z.string().max(60).default('OpenID Connect'),
  /**
   * The server that sends mail, `smtps://user:password@host` or `smtp://…` with STARTTLS, and the sender: `Contacts
   * <contacts@example.org>`. Without it nobody gets mail.
   */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).max(320).optional(),
  GRAPH_API_URL: z.url().default('https://graph.facebook.com/v23.0'),
  /** Interval between two checks of the WhatsApp numbers' status. */
  WHATSAPP_CHECK_SECONDS: z.coerce.number().positive().default(900),
  /**
   * The id of the organisation whose administrators operate this installation. Default: the organisation that was
   * created first.
   */
  OPERATORS_ORGANISATION: z.uuid().optional(),
  /** When a session ends in any case, and when it ends because nobody used it. */
  SESSION_HOURS: z.coerce.number().positive().default(12),
  SESSION_IDLE_HOURS: z.coerce.number().positive().default(4),
  /** How long links for invitations and for the first administrator are valid. */
  LINK_HOURS: z.coerce.number().positive().default(48),
  EXPORT_KEEP_HOURS: z.coerce.number().positive().default(72),
  DOWNLOAD_URL_SECONDS: z.coerce.number().int().positive().default(900),
  /**
   * How many rows that state something new go into one batch of an import, which is one event and one ledger entry. The
   * same number of rows is compared with their contacts at a time. Rows that state nothing new are only counted, so a
   * batch may have more rows than this, up to `EVENT_CONTACTS.max`.
   */
  IMPORT_BATCH_ROWS: z.coerce.number().int().min(1).max(EVENT_CONTACTS.max).default(EVENT_CONTACTS.usual),
  /** How many batches of one import may wait for their outcome at the same time. */
  IMPORT_BATCHES_IN_FLIGHT: z.coerce.number().int().min(1).default(32),
  /**
   * An import with `start=auto` waits for a confirmation all the same if it would change more than this share of the
   * account's contacts, and at least so many of them. 100 %: none waits for that.
   */
  CONFIRM_CHANGED_PERCENT: z.coerce.number().min(1).max(100).default(50),
  CONFIRM_CHANGED_CONTACTS: z.coerce.number().int().min(1).default(1_000),
  IMPORTER_CONCURRENCY: z.coerce.number().int().min(1).default(4),
  CONTACTS_CONCURRENCY: z.coerce.number().int().min(1).default(4),
  EXPORTER_CONCURRENCY: z.coerce.number().int().min(1).default(2),
  /** How many webhooks are called concurrently. Each gets one message at a time. */
  WEBHOOKS_CONCURRENCY: z.coerce.number().int().min(1).default(32),
  /** Attempts before a message is given up, the first delay between attempts, and the time limit for a response. */
  WEBHOOK_ATTEMPTS: z.coerce.number().int().min(1).default(12),
  WEBHOOK_BACKOFF_SECONDS: z.coerce.number().positive().default(30),
  WEBHOOK_TIMEOUT_SECONDS: z.coerce.number().positive().default(15),
  /** Whether webhooks may use private networks and plain HTTP. Default: only outside production. */
  WEBHOOK_PRIVATE_ADDRESSES: flag.optional(),
  ATTEMPTS: z.coerce.number().int().min(1).default(8),
  BACKOFF_MS: z.coerce.number().int().min(1).default(500),
  /** How long a worker may go without renewing its lock before its job is given to another worker. */
  JOB_LOCK_SECONDS: z.coerce.number().min(1).default(30),
  /**
   * How long an import, an export or another long job may keep its place while another organisation waits for one. It goes on
   * when its turn comes again.
   */
  JOB_TURN_SECONDS: z.coerce.number().positive().max(86_400).default(15),
  /**
   * How long a service may handle one event, or one part of it. After that the attempt has failed, because work that
   * never ends would keep its place for ever. Longer than MongoDB's driver repeats a transaction, which is two minutes.
   */
  EVENT_SECONDS: z.coerce.number().positive().max(86_400).default(300),
  /** How often services look for work that Redis has lost. It is found when it has not moved for as long. */
  SWEEP_SECONDS: z.coerce.number().positive().default(15),
  /**
   * How many days after its end something is kept; 0: for ever. docs/operating.md ("What is kept how long") says what each
   * of them includes. `KEEP_IMPORT_FILES_DAYS`: error files, and the rows that the preview shows.
   */
  KEEP_IMPORT_FILES_DAYS: keptDays.default(90),
  KEEP_IMPORTS_DAYS: keptDays.default(400),
  KEEP_ORDERS_DAYS: keptDays.default(400),
  KEEP_AUDIT_DAYS: keptDays.default(1_095),
  KEEP_DEAD_LETTERS_DAYS: keptDays.default(0),
  KEEP_WEBHOOK_MESSAGES_DAYS: keptDays.default(30),
  KEEP_IDEMPOTENCY_KEYS_DAYS: keptDays.default(7),
  /** What contacts were like before a change: their history. */
  KEEP_CONTACT_CHANGES_DAYS: keptDays.default(30),
  /** Without its result, the job of an edit that is run again would make the edit again. */
  KEEP_EDIT_RESULTS_DAYS: keptDays
    .refine((days) => days === 0 || days >= 1, 'is less than a day, and the job of an edit may wait for so long')
    .default(7),
  /** How often services look for objects that no record needs, and for what has been kept long enough. */
  OBJECT_SWEEP_SECONDS: z.coerce.number().positive().default(3_600),
  /** The age at which such an object is removed: more than an upload, a check, an export or a freezing ever takes. */
  OBJECT_MARGIN_SECONDS: z.coerce.number().positive().default(86_400),
});

export type Environment = z.infer<typeof environmentSchema>;
