import type { Session, WebContents } from 'electron';

/** Copying text or a chart is the only thing a page may ask for. */
const ALLOWED: readonly string[] = ['clipboard-sanitized-write'];

/** Refuses every permission (camera, notifications, devices, …), except copying by the application's own page. */
export function guardPermissions(session: Session, isOwnPage: (contents: WebContents | null) => boolean): void {
  const isAllowed = (contents: WebContents | null, permission: string): boolean => ALLOWED.includes(permission) && isOwnPage(contents);
  session.setPermissionRequestHandler((contents, permission, answer) => answer(isAllowed(contents, permission)));
  session.setPermissionCheckHandler((contents, permission) => isAllowed(contents, permission));
  session.setDevicePermissionHandler(() => false);
  session.on('select-hid-device', (event) => event.preventDefault());
  session.on('select-serial-port', (event) => event.preventDefault());
  session.on('select-usb-device', (event) => event.preventDefault());
}
