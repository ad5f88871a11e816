// `npm run tour -- --out DIR`: the main job from end to end in the real application, a picture per step and DIR/summary.json.
import { inCheckout, runScript } from './lib/checkout.mjs';
import { prepareDesktop } from './lib/desktop.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runOnNode24 } from './lib/run.mjs';

/** Prepares the machine and plays the tour in a virtual display; resolves to its exit code. */
export async function playTour(args) {
  await ensureInstalled();
  const desktop = await prepareDesktop({ virtualDisplay: process.platform === 'linux' });
  try {
    return await runOnNode24(['--disable-warning=ExperimentalWarning', inCheckout('scripts', 'demo', 'tour.ts'), ...args], {
      env: desktop.environment,
    });
  } finally {
    await desktop.close();
  }
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) await runScript(playTour);
