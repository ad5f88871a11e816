import Provider, { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { BankDatabase } from '../storage/database.ts';
import { isAccountActive } from '../storage/repositories/accounts.ts';
import type { IdentityKeys } from './keys.ts';
import { postgresAdapter } from './oidc-adapter.ts';
import { html, type Html, PAGE_HEADERS, page, type PageLanguage, pageLanguage } from './page.ts';
import { WORDS } from './words.ts';

/** Path of the provider under the bank's origin. */
export const OIDC_PATH = '/oidc';
/** The desktop application: a public native client, so that it holds no secret. */
export const DESKTOP_CLIENT_ID = 'florin-desktop';
/** What access tokens are for; a token for anything else is refused by the bank's interface. */
export const BANK_RESOURCE = 'urn:florin:bank';
/** Name of the token claim that holds the grant, so that a revoked sign-in ends at once and not with the token. */
export const GRANT_CLAIM = 'grant';

const ACCESS_TOKEN_SECONDS = 600;
const SESSION_SECONDS = 8 * 3600;
const SIGNED_IN_SECONDS = 30 * 86_400;

export interface ProviderOptions {
  /** The bank's origin, for example `https://bank.example`. */
  readonly origin: string;
  readonly database: BankDatabase;
  readonly keys: IdentityKeys;
  /** The machine's clock, epoch milliseconds. */
  readonly now: () => number;
  /** Told about failures inside the provider; the browser sees a page without detail. */
  readonly onError: (error: Error) => void;
}

/** The OpenID provider: authorization code with PKCE (S256) for the desktop application and nothing else. */
export function createProvider(options: ProviderOptions): Provider {
  const provider = new Provider(`${options.origin}${OIDC_PATH}`, configuration(options));
  provider.on('server_error', (_context, error) => options.onError(error));
  // Behind the bank's own reverse proxy the public address is https; on loopback it is what the socket says.
  provider.proxy = options.origin.startsWith('https:');
  return provider;
}

function configuration({ database, keys, now }: ProviderOptions): Configuration {
  return {
    adapter: postgresAdapter(database, now),
    clients: [
      {
        client_id: DESKTOP_CLIENT_ID,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['http://127.0.0.1/cb'],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        id_token_signed_response_alg: 'ES256',
        scope: 'openid offline_access',
      },
    ],
    jwks: { keys: [keys.signingKey] },
    cookies: { keys: [keys.cookieKey], short: { sameSite: 'lax', httpOnly: true }, long: { sameSite: 'lax', httpOnly: true } },
    scopes: ['openid', 'offline_access'],
    responseTypes: ['code'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    findAccount: async (_context, accountId) =>
      (await isAccountActive(database, accountId)) ? { accountId, claims: () => ({ sub: accountId }) } : undefined,
    extraTokenClaims: (_context, token) =>
      'grantId' in token && token.grantId !== undefined ? { [GRANT_CLAIM]: token.grantId } : undefined,
    clientBasedCORS: () => false,
    interactions: { url: (_context, interaction) => `${OIDC_PATH}/interaction/${interaction.uid}` },
    ttl: {
      AccessToken: ACCESS_TOKEN_SECONDS,
      AuthorizationCode: 60,
      IdToken: ACCESS_TOKEN_SECONDS,
      Interaction: 1_800,
      Session: SESSION_SECONDS,
      Grant: SIGNED_IN_SECONDS,
      RefreshToken: SIGNED_IN_SECONDS,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      dPoP: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_context, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => BANK_RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource) => {
          if (resource !== BANK_RESOURCE) throw new errors.InvalidTarget();
          return {
            scope: '',
            audience: BANK_RESOURCE,
            accessTokenTTL: ACCESS_TOKEN_SECONDS,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
    },
    renderError: (context, _out, error) => {
      const language = languageOf(context);
      const words = WORDS[language];
      const text = error instanceof errors.SessionNotFound ? words.expiredText : words.errorText;
      send(context, language, words.errorTitle, html`<h1>${words.errorTitle}</h1><p role="alert">${text}</p>`);
    },
  };
}

function logoutSource(context: KoaContextWithOIDC, form: string): void {
  const language = languageOf(context);
  const words = WORDS[language];
  // The provider's own form, built from its own values; the button is linked to it by id.
  const body = html`<h1>${words.signOutTitle}</h1><p>${words.signOutText}</p>${{ html: form }}<button form="op.logoutForm" name="logout" value="yes">${words.signOut}</button>`;
  send(context, language, words.signOutTitle, body);
}

function postLogoutSuccessSource(context: KoaContextWithOIDC): void {
  const language = languageOf(context);
  const words = WORDS[language];
  send(context, language, words.signedOutTitle, html`<h1>${words.signedOutTitle}</h1><p>${words.signedOutText}</p>`);
}

function send(context: KoaContextWithOIDC, language: PageLanguage, title: string, body: Html): void {
  context.set({ ...PAGE_HEADERS });
  context.body = page(language, title, body);
}

function languageOf(context: KoaContextWithOIDC): PageLanguage {
  const uiLocales = context.oidc?.params?.['ui_locales'];
  return pageLanguage(typeof uiLocales === 'string' ? uiLocales : undefined, context.get('accept-language'));
}
