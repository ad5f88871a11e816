// `npm run nightly`: the statistical, property, attack and fault suites with fresh randomness and their full sizes; then every screen of every role in every
// state, language and theme. `npm run nightly -- screens` runs the second part alone.
import { inCheckout, runScript, step } from './lib/checkout.mjs';
import { runDesktopTests } from './lib/desktop-tests.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runOnNode24 } from './lib/run.mjs';

const NIGHT = { FLORIN_NIGHTLY: '1' };
const SUITES = ['test/statistical', 'test/property', 'test/attack', 'test/fault'];
const SCREENS = ['stage', 'privacy'];

await runScript(async (args) => {
  await ensureInstalled();
  const suites =
    args[0] === 'screens'
      ? 0
      : await step('Nightly: suites', () =>
          runOnNode24([inCheckout('node_modules/vitest/vitest.mjs'), 'run', ...SUITES, ...args], { env: NIGHT }),
        );
  const { exitCode: screens } = await step('Nightly: screens', () => runDesktopTests(SCREENS, NIGHT));
  return suites === 0 ? screens : suites;
});
