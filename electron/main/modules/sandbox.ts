import { app } from 'electron';

/**
 * Puts every renderer into Chromium's sandbox. `enableSandbox` would strip --no-sandbox from the command line, and then nothing starts for
 * a super-user, whom Chromium refuses to sandbox; so that switch, which only whoever starts the program can give, is respected.
 */
export function enableSandbox(): void {
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
}
