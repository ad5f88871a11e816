import { BANK_RESOURCE, SIGN_IN_SCOPE } from '#shared/contracts/identity.ts';
import { AppError } from '#shared/errors.ts';
import * as oidc from 'openid-client';

export interface Tokens {
  readonly accessToken: string;
  /** Instant in milliseconds since 1970 after which the access token is not used any more. */
  readonly expiresAtMs: number;
  readonly refreshToken: string | undefined;
}

/** What must be remembered between opening the sign-in page and its answer. Never leaves the main process. */
export interface SignInChecks {
  readonly codeVerifier: string;
  readonly state: string;
  readonly nonce: string;
}

/** The OpenID Connect side of the application, as the session service sees it. */
export interface IdentityProvider {
  readonly begin: (redirectUri: string) => Promise<{ readonly url: URL; readonly checks: SignInChecks }>;
  /** @throws AppError `sign_in_cancelled`, `sign_in_failed`, `bank_unreachable` */
  readonly finish: (callback: URL, checks: SignInChecks) => Promise<Tokens>;
  /** @throws AppError `not_signed_in` where the provider ended the session, `bank_unreachable` */
  readonly refresh: (refreshToken: string) => Promise<Tokens>;
  readonly revoke: (refreshToken: string) => Promise<void>;
}

const TIMEOUT_SECONDS = 15;
const DEFAULT_LIFETIME_SECONDS = 300;

/** Authorization code flow with PKCE S256, state and nonce, by openid-client. Discovery happens at the first use and is kept. */
export class OidcClient implements IdentityProvider {
  readonly #issuer: URL;
  readonly #clientId: string;
  readonly #nowMs: () => number;
  #configuration: oidc.Configuration | undefined;

  constructor(issuer: string, clientId: string, nowMs: () => number) {
    this.#issuer = new URL(issuer);
    this.#clientId = clientId;
    this.#nowMs = nowMs;
  }

  async begin(redirectUri: string): Promise<{ readonly url: URL; readonly checks: SignInChecks }> {
    const configuration = await this.#discover();
    const checks = { codeVerifier: oidc.randomPKCECodeVerifier(), state: oidc.randomState(), nonce: oidc.randomNonce() };
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: SIGN_IN_SCOPE,
      // A refresh token is only given where consent to offline access is asked for.
      prompt: 'consent',
      resource: BANK_RESOURCE,
      code_challenge: await oidc.calculatePKCECodeChallenge(checks.codeVerifier),
      code_challenge_method: 'S256',
      state: checks.state,
      nonce: checks.nonce,
    });
    return { url, checks };
  }

  async finish(callback: URL, checks: SignInChecks): Promise<Tokens> {
    const configuration = await this.#discover();
    try {
      const answer = await oidc.authorizationCodeGrant(
        configuration,
        callback,
        { pkceCodeVerifier: checks.codeVerifier, expectedState: checks.state, expectedNonce: checks.nonce, idTokenExpected: true },
        { resource: BANK_RESOURCE },
      );
      return this.#tokensOf(answer, undefined);
    } catch (error) {
      if (error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied')
        throw new AppError('sign_in_cancelled', {}, { cause: error });
      if (isRefusal(error)) throw new AppError('sign_in_failed', { reason: 'refused_by_provider' }, { cause: error });
      throw failureOf(error);
    }
  }

  async refresh(refreshToken: string): Promise<Tokens> {
    const configuration = await this.#discover();
    try {
      return this.#tokensOf(await oidc.refreshTokenGrant(configuration, refreshToken, { resource: BANK_RESOURCE }), refreshToken);
    } catch (error) {
      if (isRefusal(error)) throw new AppError('not_signed_in', {}, { cause: error });
      throw failureOf(error);
    }
  }

  async revoke(refreshToken: string): Promise<void> {
    const configuration = await this.#discover();
    try {
      await oidc.tokenRevocation(configuration, refreshToken, { token_type_hint: 'refresh_token' });
    } catch (error) {
      throw failureOf(error);
    }
  }

  async #discover(): Promise<oidc.Configuration> {
    if (this.#configuration !== undefined) return this.#configuration;
    try {
      // Only the embedded demo bank on this machine is reached without TLS; the connection file's schema allows no other.
      const execute = this.#issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
      this.#configuration = await oidc.discovery(this.#issuer, this.#clientId, undefined, oidc.None(), {
        execute,
        timeout: TIMEOUT_SECONDS,
      });
      return this.#configuration;
    } catch (error) {
      throw failureOf(error);
    }
  }

  #tokensOf(answer: oidc.TokenEndpointResponse, previousRefreshToken: string | undefined): Tokens {
    return {
      accessToken: answer.access_token,
      expiresAtMs: this.#nowMs() + (answer.expires_in ?? DEFAULT_LIFETIME_SECONDS) * 1_000,
      refreshToken: answer.refresh_token ?? previousRefreshToken,
    };
  }
}

/** The provider answered and said no, as opposed to no or a nonsensical answer. */
function isRefusal(error: unknown): boolean {
  if (error instanceof oidc.AuthorizationResponseError) return true;
  return error instanceof oidc.ResponseBodyError && error.status >= 400 && error.status < 500;
}

function failureOf(error: unknown): AppError {
  if (isNetworkFailure(error)) return new AppError('bank_unreachable', { attempts: 1 }, { cause: error });
  return new AppError('sign_in_failed', { reason: 'answer_not_valid' }, { cause: error });
}

/** fetch fails with a TypeError, a time-out with a DOMException; openid-client wraps both once. */
function isNetworkFailure(error: unknown): boolean {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : undefined;
  return [error, cause].some(
    (one) =>
      (one instanceof TypeError && one.message === 'fetch failed') ||
      (one instanceof DOMException && one.name === 'TimeoutError') ||
      (one instanceof Response && one.status >= 502 && one.status <= 504),
  );
}
