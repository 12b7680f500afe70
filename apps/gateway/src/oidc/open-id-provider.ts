import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, isTransient, ProblemError, type Config } from '#platform';
import * as client from 'openid-client';
import { z } from 'zod';
import { publicUrl } from '../http/public-url.js';

export const CALLBACK_PATH = '/v1/session/oidc/callback';
const TIMEOUT_SECONDS = 10;

/** The values that the browser keeps while the user is at the provider. They are checked against the callback. */
export interface Attempt {
  state: string;
  nonce: string;
  verifier: string;
}

/** The claims of a user. Some providers send `email_verified` as a string. */
const claimsSchema = z.object({
  sub: z.string(),
  email: z.email().max(254).optional().catch(undefined),
  email_verified: z.union([z.boolean(), z.literal('true').transform(() => true)]).catch(false),
  name: z.string().trim().min(1).max(100).optional().catch(undefined),
});
export type Claims = z.infer<typeof claimsSchema>;

/** Client of the configured OpenID provider: authorization code flow with PKCE, state and nonce. */
@Injectable()
export class OpenIdProvider {
  private readonly redirectUri: string;
  private client: client.Configuration | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.redirectUri = new URL(CALLBACK_PATH, publicUrl(config)).href;
  }

  /**
   * @returns where to redirect the browser
   * @throws when the provider is unavailable, or is not the configured issuer
   */
  async begin(): Promise<{ url: string; attempt: Attempt }> {
    const provider = await this.discover();
    const attempt = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const url = client.buildAuthorizationUrl(provider, {
      redirect_uri: this.redirectUri,
      scope: this.config.OIDC_SCOPE,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, attempt };
  }

  /**
   * Exchanges the code for claims. The library checks state, issuer, signature, audience, nonce and times.
   * @param query of the callback, unchanged
   * @throws when any of these is invalid
   */
  async finish(query: string, { state, nonce, verifier }: Attempt): Promise<Claims> {
    const provider = await this.discover();
    const url = new URL(this.redirectUri);
    url.search = query;
    const tokens = await client.authorizationCodeGrant(provider, url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    if (claims.email !== undefined) return claimsSchema.parse(claims);
    // Some providers give these claims only here, as the standard allows.
    return claimsSchema.parse(await client.fetchUserInfo(provider, tokens.access_token, claims.sub));
  }

  /** Reads the provider's metadata once. After a failure, the next call tries again. */
  private async discover(): Promise<client.Configuration> {
    const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = this.config;
    if (OIDC_ISSUER === undefined) throw new ProblemError('not_configured/oidc');
    const issuer = new URL(OIDC_ISSUER);
    const execute = [client.enableNonRepudiationChecks];
    // In production the configuration requires https.
    if (issuer.protocol === 'http:') execute.push(client.allowInsecureRequests);
    this.client ??= await client.discovery(issuer, OIDC_CLIENT_ID!, OIDC_CLIENT_SECRET, undefined, {
      execute,
      timeout: TIMEOUT_SECONDS,
    });
    return this.client;
  }
}

/** True if the provider does not answer, or answers that it is unavailable. */
export function isProviderAway(error: unknown): boolean {
  if (isTransient(error)) return true;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return code === 'OAUTH_TIMEOUT' || (cause instanceof Response && cause.status >= 500);
}
