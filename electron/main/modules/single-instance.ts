import { app, type BrowserWindow } from 'electron';
import { screenIn } from './command-line.ts';
import type { ScreenRequest } from './deep-link.ts';

/**
 * Drafts and the session have one writer: a second start brings the first window to the front, hands over its deep link and ends.
 * @returns false in the second instance, which must not go on
 */
export function isOnlyInstance(): boolean {
  if (app.requestSingleInstanceLock()) return true;
  process.stdout.write('Florin is already running; its window was brought to the front.\n');
  return false;
}

export function onSecondInstance(window: () => BrowserWindow | undefined, requested: (screen: ScreenRequest) => void): void {
  app.on('second-instance', (_event, argv) => {
    focus(window());
    const screen = screenIn(argv);
    if (screen !== undefined) requested(screen);
  });
}

export function focus(window: BrowserWindow | undefined): void {
  if (window === undefined) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
