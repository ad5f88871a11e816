import type { Session } from 'electron';
import { isPageAddress } from './page-address.ts';

/** Schemes that name data inside the page itself. */
const INSIDE_PAGE: readonly string[] = ['data:', 'blob:'];

/** Whether the page's session may load an address: its own files, and data it made itself. Nothing else, whatever the content security policy says. */
export function isLoadAllowed(address: string): boolean {
  if (isPageAddress(address)) return true;
  return URL.canParse(address) && INSIDE_PAGE.includes(new URL(address).protocol);
}

/** Cancels every request of the session that leaves the application. */
export function guardNetwork(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isLoadAllowed(details.url) }));
  // Dictionaries would be fetched from a host of the browser's maker.
  session.setSpellCheckerEnabled(false);
}
