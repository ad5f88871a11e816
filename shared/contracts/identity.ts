/**
 * What the bank's OpenID provider and the desktop application agree on: a native public client (RFC 8252), authorization code with PKCE S256,
 * a loopback redirect on any port of 127.0.0.1, and access tokens for one resource (RFC 8707).
 */
export const DESKTOP_CLIENT_ID = 'florin-desktop';
export const BANK_RESOURCE = 'urn:florin:bank';
export const SIGN_IN_SCOPE = 'openid offline_access';
export const LOOPBACK_REDIRECT_PATH = '/cb';
