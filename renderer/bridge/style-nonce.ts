/**
 * The nonce of this page load. The content security policy refuses every `<style>` element without it, so hand it to whatever
 * adds style elements at run time: `<MantineProvider getStyleNonce={styleNonce}>` and `setNonce(styleNonce())` of `get-nonce`
 * (scroll locking of dialogs). Styles set through React's `style` property need none.
 * @returns the nonce, or the empty string where the page was not served by the desktop application
 */
export function styleNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  return meta?.nonce ?? '';
}
