// `npm start`: the demonstration bank and the application, signed out; from a bare clone everything it needs first.
//   -- --market pilot|scale  --customers N  --data DIR  --exit-when-ready
// Where no window can be shown it plays the tour over that market instead; with --exit-when-ready it opens the application in a virtual display.
import { inCheckout, runScript, say } from './lib/checkout.mjs';
import { prepareDesktop } from './lib/desktop.mjs';
import { hasDisplay } from './lib/display.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runOnNode24 } from './lib/run.mjs';

await runScript(async (args) => {
  const startedMs = performance.now();
  await ensureInstalled();
  const isShown = hasDisplay();
  const program = isShown || args.includes('--exit-when-ready') ? 'start.ts' : 'tour.ts';
  if (program === 'tour.ts')
    say(
      'There is no display (DISPLAY and WAYLAND_DISPLAY are empty), so this plays the tour in a virtual one instead of opening a window.',
    );
  const desktop = await prepareDesktop(isShown ? {} : { virtualDisplay: process.platform === 'linux' });
  try {
    say(`The machine is ready (${((performance.now() - startedMs) / 1000).toFixed(1)} s).`);
    return await runOnNode24(['--disable-warning=ExperimentalWarning', inCheckout('scripts', 'demo', program), ...args], {
      env: desktop.environment,
    });
  } finally {
    await desktop.close();
  }
});
