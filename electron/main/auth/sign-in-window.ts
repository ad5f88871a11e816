import { randomUUID } from 'node:crypto';
import { BrowserWindow, session } from 'electron';
import { LOCKED_WEB_PREFERENCES } from '../modules/main-window.ts';
import { guardNavigation } from '../modules/navigation-guard.ts';
import { guardPermissions } from '../modules/permission-guard.ts';
import type { Log } from '../log.ts';
import { isSignInAddress } from './sign-in-address.ts';
import type { SignInSurface } from './sign-in-flow.ts';

export interface SignInWindowPorts {
  readonly issuer: string;
  readonly parent: () => BrowserWindow | undefined;
  readonly title: () => string;
  readonly log: Log;
}

/**
 * The provider's page in a window of the application's own, for machines where no browser can be opened: a session in memory that is gone afterwards,
 * sandboxed, without a preload script, and unable to load or go to anything but the issuer and the loopback redirect.
 */
export function signInWindow(ports: SignInWindowPorts): SignInSurface {
  return {
    open: async (url, redirectUri, closed) => {
      const issuer = new URL(ports.issuer);
      const isAllowed = (address: string): boolean => isSignInAddress(address, issuer, new URL(redirectUri));
      const partition = session.fromPartition(`sign-in-${randomUUID()}`, { cache: false });
      partition.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isAllowed(details.url) && !isInline(details.url) }));
      partition.setSpellCheckerEnabled(false);
      guardPermissions(partition, () => false);
      const parent = ports.parent();
      const window = new BrowserWindow({
        width: 520,
        height: 720,
        title: ports.title(),
        ...(parent === undefined ? {} : { parent }),
        autoHideMenuBar: true,
        webPreferences: { ...LOCKED_WEB_PREFERENCES, session: partition },
      });
      window.setMenu(null);
      guardNavigation(window.webContents, isAllowed, () => ports.log.problem('sign-in window: address refused'));
      window.on('page-title-updated', (event) => event.preventDefault());
      window.once('closed', () => {
        closed();
        void partition.clearStorageData();
      });
      window.loadURL(url.href).catch((error: unknown) => {
        // The redirect may end the load of an earlier address; a page that does not come leaves the window open to be closed.
        ports.log.info('sign-in window: load ended early', { kind: error instanceof Error ? error.name : typeof error });
      });
      return () => {
        if (!window.isDestroyed()) window.destroy();
      };
    },
  };
}

function isInline(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === 'data:';
}
