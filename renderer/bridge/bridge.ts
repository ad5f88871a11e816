import { z } from 'zod';
import type { FlorinApi } from '../../shared/contracts/ipc/api.ts';

declare global {
  interface Window {
    /** Put there by the preload script; absent outside the desktop application. */
    readonly florin?: FlorinApi;
  }
}

// The page's content security policy forbids generated code; without this zod would probe for it and log a violation.
z.config({ jitless: true });

/**
 * The page's only way to the main process: typed calls (`bridge().calls.drafts.saveDraft(...)`, never rejecting) and
 * events (`bridge().events.sessionChanged(listener)`, returning the unsubscribe function).
 * @throws Error outside the desktop application, where there is nothing to talk to
 */
export function bridge(): FlorinApi {
  if (window.florin === undefined) throw new Error('the desktop bridge is missing');
  return window.florin;
}
