import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { isPageAddress } from '../modules/page-address.ts';

/** The parts of a call's origin that decide; Electron's event, or a fake in tests. */
export type CallOrigin = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>;

/**
 * The first gate: the call comes from the very web contents of the application's window, from its main frame (not a child frame), and that frame shows
 * the application's own page at this moment.
 */
export function isOwnFrame(event: CallOrigin, own: WebContents | undefined): boolean {
  if (own === undefined || own.isDestroyed() || event.sender !== own) return false;
  const frame = event.senderFrame;
  if (frame === null || frame.detached || frame.parent !== null) return false;
  const main = own.mainFrame;
  return frame.processId === main.processId && frame.routingId === main.routingId && isPageAddress(frame.url);
}
