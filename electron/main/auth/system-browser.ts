import { app, shell } from 'electron';
import type { Log } from '../log.ts';
import type { SignInSurface } from './sign-in-flow.ts';

/**
 * The person's own browser where the system knows one, else a window of the application. Only http and https addresses of the provider's
 * authorization endpoint come here, never text from the page.
 */
export function systemBrowserOr(window: SignInSurface, log: Log): SignInSurface {
  return {
    open: async (url, redirectUri, closed) => {
      const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
      if (isWeb && app.getApplicationNameForProtocol(`${url.protocol}//`) !== '') {
        try {
          await shell.openExternal(url.href);
          return () => undefined;
        } catch (error) {
          log.problem('sign-in: no browser opened', {}, error);
        }
      }
      return window.open(url, redirectUri, closed);
    },
  };
}
