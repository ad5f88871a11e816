import { AppError } from '#shared/errors.ts';
import { listenForRedirect, type LoopbackPage } from './loopback-listener.ts';
import type { IdentityProvider, Tokens } from './oidc-client.ts';

/** Where the person sees the provider's sign-in page: the system browser, or a window of the application's own. */
export interface SignInSurface {
  /**
   * Shows the page. `closed` is called when the person closes it before the end; the system browser never says so.
   * @returns closes the page again where that is possible
   */
  readonly open: (url: URL, redirectUri: string, closed: () => void) => Promise<() => void>;
}

export interface SignInFlowPorts {
  readonly surface: SignInSurface;
  readonly page: () => LoopbackPage;
  readonly after: (delayMs: number, task: () => void) => () => void;
}

const PATIENCE_MS = 10 * 60_000;

/** One sign-in from opening the page to the tokens. At most one runs at a time. */
export class SignInFlow {
  readonly #ports: SignInFlowPorts;
  #abort: (() => void) | undefined;

  constructor(ports: SignInFlowPorts) {
    this.#ports = ports;
  }

  /** @throws AppError `sign_in_cancelled`, `sign_in_failed`, `bank_unreachable` */
  async run(identity: IdentityProvider): Promise<Tokens> {
    const listener = await listenForRedirect(this.#ports.page());
    let isCancelled = false;
    const cancel = (): void => {
      isCancelled = true;
      listener.close();
    };
    this.#abort = cancel;
    const stopWaiting = this.#ports.after(PATIENCE_MS, cancel);
    let closeSurface: () => void = () => undefined;
    try {
      const { url, checks } = await identity.begin(listener.redirectUri);
      if (isCancelled) throw new AppError('sign_in_cancelled', {});
      const callback = listener.callback(checks.state);
      // The surface may fail first; then nobody waits for the callback any more.
      callback.catch(() => undefined);
      closeSurface = await this.#ports.surface.open(url, listener.redirectUri, cancel);
      return await identity.finish(await callback, checks);
    } finally {
      this.#abort = undefined;
      stopWaiting();
      listener.close();
      closeSurface();
    }
  }

  cancel(): void {
    this.#abort?.();
  }
}
