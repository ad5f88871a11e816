import type { WebContents } from 'electron';

/**
 * Keeps a window where it is allowed to be: no navigation, redirect or frame to another address, no new windows, no embedded web views,
 * no direct connections to other machines.
 */
export function guardNavigation(contents: WebContents, isAllowed: (address: string) => boolean, refused: (address: string) => void): void {
  const refuse = (event: { readonly preventDefault: () => void }, address: string): void => {
    if (isAllowed(address)) return;
    event.preventDefault();
    refused(address);
  };
  contents.on('will-navigate', (event) => refuse(event, event.url));
  contents.on('will-redirect', (event) => refuse(event, event.url));
  contents.on('will-frame-navigate', (event) => refuse(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    refused(url);
    return { action: 'deny' };
  });
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
