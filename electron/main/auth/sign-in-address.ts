/**
 * Whether the sign-in window may go to an address: pages of the issuer's own origin, and the loopback redirect of this sign-in. Compared by origin
 * and path, never by text.
 */
export function isSignInAddress(address: string, issuer: URL, redirectUri: URL): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '') return false;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return false;
  if (url.origin === issuer.origin) return true;
  return url.origin === redirectUri.origin && url.pathname === redirectUri.pathname;
}
