// `npm run nightly`: the statistical, property, attack and fault suites with fresh randomness and their full sizes.
import { inCheckout, runScript } from './lib/checkout.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runOnNode24 } from './lib/run.mjs';

await runScript(async (args) => {
  await ensureInstalled();
  return runOnNode24(
    [inCheckout('node_modules/vitest/vitest.mjs'), 'run', 'test/statistical', 'test/property', 'test/attack', 'test/fault', ...args],
    {
      env: { FLORIN_NIGHTLY: '1' },
    },
  );
});
