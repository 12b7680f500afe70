/** Shorter secrets can be guessed. */
const MIN_SECRET = 16;

/** Secrets from examples, defaults of servers, and those of the local development services. */
const WELL_KNOWN =
  /^(test|demo|example|contacts|minio|minioadmin|admin|root|password|passw0rd|secret|changeme|change-me)+$/i;

interface Secrets {
  NODE_ENV: string;
  MONGODB_URI: string;
  REDIS_URL: string;
  S3_SECRET_ACCESS_KEY?: string | undefined;
  OIDC_ISSUER?: string | undefined;
}

/**
 * Checks a configuration for production: secrets must not be missing, short or well known. `npm start` and `npm run
 * demo` run Redis and MongoDB without passwords, so their configuration never passes.
 * @returns one line for each variable
 */
export function productionFaults(config: Secrets): string[] {
  if (config.NODE_ENV !== 'production') return [];
  return [
    ...(config.S3_SECRET_ACCESS_KEY === undefined
      ? []
      : secretFaults('S3_SECRET_ACCESS_KEY', config.S3_SECRET_ACCESS_KEY)),
    // Certificates and cloud identities need no password.
    ...(config.MONGODB_URI.includes('authMechanism=MONGODB-')
      ? []
      : secretFaults('the password in MONGODB_URI', passwordIn(config.MONGODB_URI))),
    ...secretFaults('the password in REDIS_URL', passwordIn(config.REDIS_URL)),
    ...(config.OIDC_ISSUER?.startsWith('http:') ? ['OIDC_ISSUER: is not https, which production does not allow'] : []),
  ];
}

function secretFaults(name: string, secret: string): string[] {
  const fault =
    secret === ''
      ? 'is missing'
      : secret.length < MIN_SECRET
        ? `is shorter than ${MIN_SECRET} characters`
        : WELL_KNOWN.test(secret)
          ? 'is well known'
          : null;
  return fault === null ? [] : [`${name}: ${fault}, which production does not allow`];
}

/** A MongoDB address may name several hosts, which `URL` cannot parse. */
function passwordIn(address: string): string {
  const password = /^[a-z+]+:\/\/[^:@/]*:([^@/]*)@/.exec(address)?.[1] ?? '';
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}
