import type { Config } from './config.js';

/** Texts that may be shown as they are. Every other text is hidden, so that nobody has to think of a new secret. */
const SHOWN = [
  'NODE_ENV',
  'LOG_LEVEL',
  'HOST',
  'EXPORT_READ_PREFERENCE',
  'REDIS_PREFIX',
  'S3_REGION',
  'S3_BUCKET',
  'REVISION',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
];
const ADDRESS = /^[a-z+]+:\/\//;

/** The configuration for somebody else: figures, addresses without passwords, and of the rest only whether it is set. */
export function describeConfig({ limits, ...environment }: Config): Record<string, unknown> {
  const shown = Object.entries(environment).map(([name, value]): [string, unknown] => [name, shownOf(name, value)]);
  return { ...Object.fromEntries<unknown>(shown), limits };
}

function shownOf(name: string, value: unknown): unknown {
  if (value === undefined || typeof value === 'number' || typeof value === 'boolean') return value;
  if (SHOWN.includes(name)) return value;
  return typeof value === 'string' && ADDRESS.test(value) ? withoutSecrets(value) : 'set';
}

/** Without user, password and options. */
function withoutSecrets(address: string): string {
  return address.replace(/[?#].*$/, '').replace(/^([a-z+]+:\/\/).*@/, '$1');
}
