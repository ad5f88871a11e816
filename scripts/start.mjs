// `npm start`: the demonstration bank and the application, signed out; from a bare clone everything it needs first.
//   -- --market pilot|scale  --customers N  --data DIR  --exit-when-ready
// Where no window can be shown it plays the tour instead.
import { inCheckout, runScript, say } from './lib/checkout.mjs';
import { prepareDesktop } from './lib/desktop.mjs';
import { hasDisplay } from './lib/display.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runOnNode24 } from './lib/run.mjs';
import { playTour } from './tour.mjs';

await runScript(async (args) => {
  const startedMs = performance.now();
  await ensureInstalled();
  if (!hasDisplay()) {
    say(
      'There is no display (DISPLAY and WAYLAND_DISPLAY are empty), so this plays the tour in a virtual one instead of opening a window.',
    );
    return playTour([]);
  }
  await prepareDesktop();
  say(`The machine is ready (${((performance.now() - startedMs) / 1000).toFixed(1)} s).`);
  return runOnNode24(['--disable-warning=ExperimentalWarning', inCheckout('scripts', 'demo', 'start.ts'), ...args]);
});
