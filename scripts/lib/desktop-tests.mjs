// The end-to-end tests: the real application in a virtual display, as an account without rights.
import { inCheckout } from './checkout.mjs';
import { prepareDesktop } from './desktop.mjs';
import { runOnNode24 } from './run.mjs';
import { stepDown } from './unprivileged.mjs';

/**
 * Runs the tests of these files (all without one), with what `more` adds to the environment.
 * @returns the exit code, and the report's file
 */
export async function runDesktopTests(files, more = {}) {
  const desktop = await prepareDesktop({ virtualDisplay: true });
  const report = inCheckout('test-results', 'e2e', 'report.json');
  const { account, environment, remove } = stepDown(inCheckout('test-results', 'e2e'), desktop.display);
  try {
    const exitCode = await runOnNode24([inCheckout('node_modules/@playwright/test/cli.js'), 'test', ...files], {
      env: {
        ...environment,
        ...desktop.environment,
        ...more,
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
      },
      spawn: { stdio: ['ignore', 2, 2], ...account },
    });
    return { exitCode, report };
  } finally {
    remove();
    await desktop.close();
  }
}
