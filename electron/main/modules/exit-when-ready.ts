import { app, type BrowserWindow } from 'electron';
import type { MachineClock } from '../clock.ts';

const PATIENCE_MS = 60_000;

/**
 * `--exit-when-ready`: prints the window's title once the window is shown and the page reported its screen, then ends with 0; after a minute
 * without that it says so and ends with 1.
 */
export function exitWhenReady(window: BrowserWindow, pageReady: Promise<void>, clock: MachineClock): void {
  const shown = new Promise<void>((resolve) => {
    if (window.isVisible()) resolve();
    else window.once('show', () => resolve());
  });
  clock.after(PATIENCE_MS, () => end(1, 'Florin: the window was not ready within a minute.\n', process.stderr));
  void Promise.all([shown, pageReady]).then(() => end(0, `${window.getTitle()}\n`, process.stdout));
}

function end(exitCode: number, line: string, stream: NodeJS.WriteStream): void {
  stream.write(line, () => app.exit(exitCode));
}
