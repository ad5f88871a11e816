import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { protocol, type Session } from 'electron';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { PAGE_SCHEME } from './page-address.ts';
import { listPageFiles, type PageFile, pageFileOf } from './page-files.ts';

/** Where the build leaves room for the nonce of a page load (electron.vite.config.ts). */
const NONCE_PLACEHOLDER = '__FLORIN_STYLE_NONCE__';

/** Must run before the application is ready: a standard, secure scheme of its own, without fetch, service workers or CSP exceptions. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, codeCache: true } }]);
}

/** Serves the built page under app://ui/ in one session. Every answer, refusals included, carries the policy. */
export async function servePage(session: Session, root: string): Promise<void> {
  const files = await listPageFiles(root);
  session.protocol.handle(PAGE_SCHEME, async (request) => {
    const file = pageFileOf(files, request.method, request.url);
    const styleNonce = randomBytes(18).toString('base64');
    if (file === undefined) return new Response('Not found', { status: 404, headers: headersOf('text/plain; charset=utf-8', styleNonce) });
    return new Response(await bodyOf(file, styleNonce), { headers: headersOf(file.contentType, styleNonce) });
  });
}

async function bodyOf(file: PageFile, styleNonce: string): Promise<Uint8Array<ArrayBuffer> | string> {
  const bytes = await readFile(file.path);
  if (file.contentType.startsWith('text/html')) return bytes.toString('utf8').replaceAll(NONCE_PLACEHOLDER, styleNonce);
  return new Uint8Array(bytes);
}

function headersOf(contentType: string, styleNonce: string): Record<string, string> {
  return {
    'content-type': contentType,
    'content-security-policy': contentSecurityPolicy(styleNonce),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy':
      'camera=(), geolocation=(), microphone=(), usb=(), serial=(), hid=(), bluetooth=(), payment=(), display-capture=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
  };
}
