// Everything the application needs to open a window: runtime, system libraries, built files, a display.
import fs from 'node:fs';
import { Impossible, inCheckout, step } from './checkout.mjs';
import { hasDisplay, startVirtualDisplay } from './display.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { node24, toolEnvironment } from './install.mjs';
import { ensureSystemLibraries } from './system-libraries.mjs';
import { spawnSync } from 'node:child_process';

const BUILT = inCheckout('out', 'main', 'index.js');
const SOURCES = ['electron', 'renderer', 'shared', 'electron.vite.config.ts', 'package-lock.json'];

function newestChange(path) {
  const stat = fs.statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...fs.readdirSync(path).map((name) => newestChange(`${path}/${name}`)));
}

/** Builds the application when a source is newer than what was built. */
export async function ensureBuilt() {
  const built = fs.statSync(BUILT, { throwIfNoEntry: false });
  if (built !== undefined && SOURCES.every((name) => newestChange(inCheckout(name)) <= built.mtimeMs)) return;
  await step('Building the application', () => {
    const vite = spawnSync(node24(), [inCheckout('node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'], {
      cwd: inCheckout(),
      stdio: ['ignore', 2, 2],
      env: toolEnvironment({ NODE_ENV: 'production' }),
    });
    if (vite.status !== 0) throw new Impossible('The application could not be built; the reason stands above.');
  });
}

/** Prepares a machine for the application. `environment` has the display to use; `close` ends the virtual one. */
export async function prepareDesktop({ virtualDisplay = !hasDisplay() } = {}) {
  const runtime = await ensureElectron();
  await ensureSystemLibraries(runtime.executable, { needsDisplay: virtualDisplay });
  await ensureBuilt();
  if (!virtualDisplay) return { runtime, environment: {}, close: async () => {} };
  const display = await startVirtualDisplay();
  return { runtime, display, environment: display.environment, close: display.stop };
}
