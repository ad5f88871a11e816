/**
 * The policy of every answer under app://. It starts from nothing: no network of any kind, no frames, no plug-ins, no form targets, no generated code.
 * Style elements need this load's nonce; images may be drawn in the page (chart export).
 */
export function contentSecurityPolicy(styleNonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${styleNonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
