/** The application's own page lives at app://ui/. */
export const PAGE_SCHEME = 'app';
export const PAGE_HOST = 'ui';
export const PAGE_URL = `${PAGE_SCHEME}://${PAGE_HOST}/`;

/** Whether an address belongs to the application's page. Protocol and host are compared: the origin of a custom scheme is the text "null". */
export function isPageAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === `${PAGE_SCHEME}:` && url.host === PAGE_HOST && url.username === '' && url.password === '';
}
