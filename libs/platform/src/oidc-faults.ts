interface OidcSettings {
  OIDC_ISSUER?: string | undefined;
  OIDC_CLIENT_ID?: string | undefined;
  OIDC_CLIENT_SECRET?: string | undefined;
}

/** What is missing for sign-in with OpenID Connect, one sentence each. */
export function oidcFaults({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET }: OidcSettings): string[] {
  if (OIDC_ISSUER === undefined) return [];
  return Object.entries({ OIDC_CLIENT_ID, OIDC_CLIENT_SECRET })
    .filter(([, value]) => value === undefined)
    .map(([name]) => `${name}: is missing, though OIDC_ISSUER is set`);
}
