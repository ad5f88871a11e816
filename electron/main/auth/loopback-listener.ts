import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { LOOPBACK_REDIRECT_PATH } from '#shared/contracts/identity.ts';
import { AppError } from '#shared/errors.ts';

export interface LoopbackListener {
  /** The redirect address of this sign-in: `http://127.0.0.1:<port>/cb`. */
  readonly redirectUri: string;
  /**
   * Resolves with the address that the provider sent the browser to, once one with this state arrives.
   * @throws AppError `sign_in_cancelled` when closed before
   */
  readonly callback: (state: string) => Promise<URL>;
  readonly close: () => void;
}

/** The words of the page that the browser ends on, in the person's language. */
export interface LoopbackPage {
  readonly title: string;
  readonly text: string;
}

/**
 * Listens on this machine only, on a free port, for the one redirect that ends a sign-in (RFC 8252, 7.3). Anything else, a wrong
 * state included, is answered with 404 and changes nothing.
 */
export async function listenForRedirect(page: LoopbackPage): Promise<LoopbackListener> {
  let expectedState: string | undefined;
  let settle: { readonly resolve: (url: URL) => void; readonly reject: (error: AppError) => void } | undefined;
  let origin = '';

  const server = createServer((request, response) => {
    const url = callbackIn(request, origin, expectedState);
    if (url === undefined) {
      respond(response, 404, 'Not found');
      return;
    }
    respond(response, 200, pageText(page));
    settle?.resolve(url);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new AppError('sign_in_failed', { reason: 'no_loopback_port' });
  origin = `http://127.0.0.1:${address.port}`;

  return {
    redirectUri: `${origin}${LOOPBACK_REDIRECT_PATH}`,
    callback: (state) => {
      expectedState = state;
      return new Promise((resolve, reject) => {
        settle = { resolve, reject };
      });
    },
    close: () => {
      settle?.reject(new AppError('sign_in_cancelled', {}));
      server.close();
      // Lets the answer of the last request reach the browser.
      server.closeIdleConnections();
    },
  };
}

function callbackIn(request: IncomingMessage, origin: string, expectedState: string | undefined): URL | undefined {
  if (request.method !== 'GET' || expectedState === undefined) return undefined;
  // Another site's page that reaches this port by a name of its own (DNS rebinding) has another Host.
  if (`http://${request.headers.host ?? ''}` !== origin) return undefined;
  if (!URL.canParse(request.url ?? '', origin)) return undefined;
  const url = new URL(request.url ?? '', origin);
  if (url.origin !== origin || url.pathname !== LOOPBACK_REDIRECT_PATH) return undefined;
  return url.searchParams.get('state') === expectedState ? url : undefined;
}

function respond(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': status === 200 ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(body);
}

function pageText(page: LoopbackPage): string {
  return `<!doctype html><meta charset="utf-8"><title>${page.title}</title><h1>${page.title}</h1><p>${page.text}</p>`;
}
