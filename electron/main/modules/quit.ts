import { app } from 'electron';
import type { MachineClock } from '../clock.ts';
import type { CallsUnderWay } from '../ipc/calls-under-way.ts';

/** A call that waits for the bank does not keep the application open for longer. */
const PATIENCE_MS = 5_000;

/** Ends the application with its window, but only after the page's last calls are answered: what was typed is on disk then. */
export function quitWhenSaved(calls: CallsUnderWay, clock: MachineClock, stop: () => void): void {
  let isSettled = false;
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    stop();
    if (isSettled || calls.isIdle()) return;
    event.preventDefault();
    const quit = (): void => {
      isSettled = true;
      app.quit();
    };
    const cancel = clock.after(PATIENCE_MS, quit);
    void calls.settled().then(() => {
      cancel();
      quit();
    });
  });
}
